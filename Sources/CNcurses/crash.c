// The way home when the program dies under its own feet. Everything that the handler does is on POSIX's list of what a
// handler may do, and everything that needs terminfo was done long before.

#include "shim.h"

static const int crashes[] = {SIGSEGV, SIGILL, SIGTRAP, SIGBUS, SIGFPE, SIGABRT};
enum { COUNT = sizeof crashes / sizeof *crashes, ROOM = 512, NOTE = 16384 };

static struct sigaction before[COUNT];
static bool is_installed;

// Two of them: one is rebuilt while the handler may read the other.
static char reset[2][ROOM];
static volatile sig_atomic_t current;

static volatile sig_atomic_t guarded = -1;  // the terminal to be put right
static struct termios modes;
static volatile sig_atomic_t pipe_end = -1;
static char remembered[NOTE];
static volatile sig_atomic_t remembered_count;

void crash_reset_build(const char *modes_off, int rows) {
    int next = 1 - current;
    terminfo_reset(reset[next], ROOM, modes_off, rows);
    current = next;
}

size_t jt_reset_bytes(const char **bytes) {
    *bytes = reset[current];
    return strlen(*bytes);
}

void jt_crash_shows(int pipe_fd) {
    remembered_count = 0;
    pipe_end = pipe_fd;
}

void jt_crash_remember(const char *bytes, size_t count) {
    if (count > NOTE) {
        bytes += count - NOTE;
        count = NOTE;
    }
    size_t kept = (size_t)remembered_count;
    if (kept > NOTE - count) {
        memmove(remembered, remembered + kept - (NOTE - count), NOTE - count);
        kept = NOTE - count;
    }
    memcpy(remembered + kept, bytes, count);
    remembered_count = (sig_atomic_t)(kept + count);
}

// Text of unknown origin, in place: nothing in it may command the terminal.
static void defuse(char *bytes, size_t count) {
    for (size_t index = 0; index < count; index++) {
        unsigned char byte = (unsigned char)bytes[index];
        if ((byte < 0x20 && byte != '\n') || byte >= 0x7f) bytes[index] = '?';
    }
}

static void send(int terminal, const char *bytes, size_t count) {
    for (int tries = 0; count > 0 && tries < 10; tries++) {
        ssize_t written = write(terminal, bytes, count);
        if (written > 0) {
            bytes += written;
            count -= (size_t)written;
        } else if (errno == EAGAIN) {
            struct pollfd room = {.fd = terminal, .events = POLLOUT};
            if (poll(&room, 1, 50) == 0) tcflush(terminal, TCOFLUSH);
        } else if (errno != EINTR) {
            return;
        }
    }
}

// The last words that went to standard error while it was captured: a Swift trap says there where it happened.
static void send_last_words(int terminal) {
    char buffer[1024];
    defuse(remembered, (size_t)remembered_count);
    send(terminal, remembered, (size_t)remembered_count);
    struct pollfd words = {.fd = pipe_end, .events = POLLIN};
    while (pipe_end >= 0 && poll(&words, 1, 0) > 0 && (words.revents & POLLIN) != 0) {
        ssize_t count = read(pipe_end, buffer, sizeof buffer);
        if (count <= 0) return;
        defuse(buffer, (size_t)count);
        send(terminal, buffer, (size_t)count);
    }
}

static void crashed(int signal_number) {
    int terminal = guarded;
    guarded = -1;
    if (terminal >= 0) {
        send(terminal, reset[current], strlen(reset[current]));
        tcsetattr(terminal, TCSANOW, &modes);
        send_last_words(terminal);
    }
    // The handler before ours is that of Swift's backtracer, which prints registers and the memory that they point at
    // to standard error. Those bytes may be a token's. The default action leaves the exit status, and a core if one
    // is wanted.
    struct sigaction action = {.sa_handler = SIG_DFL};
    sigemptyset(&action.sa_mask);
    sigaction(signal_number, &action, NULL);
    raise(signal_number);
}

static void handle_all(void (*handler)(int), int flags, struct sigaction *saved) {
    sigset_t set;
    sigemptyset(&set);
    for (int index = 0; index < COUNT; index++) {
        struct sigaction action = {.sa_handler = handler, .sa_flags = flags};
        sigemptyset(&action.sa_mask);
        sigaction(crashes[index], &action, saved == NULL ? NULL : &saved[index]);
        sigaddset(&set, crashes[index]);
    }
    pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

void crash_install(void) {
    handle_all(crashed, SA_ONSTACK, before);
    is_installed = true;
}

void crash_uninstall(void) {
    if (!is_installed) return;
    for (int index = 0; index < COUNT; index++) sigaction(crashes[index], &before[index], NULL);
    is_installed = false;
}

void crash_guard(int terminal, const struct termios *found) {
    modes = *found;
    guarded = terminal;
}

void crash_unguard(void) { guarded = -1; }

void jt_crash_reports_off(void) { handle_all(SIG_DFL, 0, NULL); }
