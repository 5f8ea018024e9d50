// Signals that ask for something, each of which becomes one byte in a pipe.
//
// They are not blocked in the other threads: the handler does the same on any of them, and a mask would be inherited by
// every child process that is started later, which then could not be interrupted.

#include "shim.h"

static const int watched[] = {SIGWINCH, SIGTSTP, SIGCONT, SIGTERM, SIGINT, SIGQUIT, SIGHUP};
enum { COUNT = sizeof watched / sizeof *watched };

static struct sigaction before[COUNT];
static bool is_saved;
static volatile sig_atomic_t pipe_end = -1;
static volatile sig_atomic_t went_on;

static void note(int signal_number) {
    int reason = errno;
    unsigned char byte = (unsigned char)signal_number;
    if (signal_number == SIGCONT) went_on = 1;
    // A full pipe holds enough to wake the reader; there is nothing to do about any other failure here.
    ssize_t ignored = write(pipe_end, &byte, 1);
    (void)ignored;
    errno = reason;
}

static void watch(int signal_number) {
    struct sigaction action = {.sa_handler = note, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    sigaction(signal_number, &action, NULL);
}

// Before newterm, which puts handlers of its own in the place of default ones.
void signals_save(void) {
    for (int index = 0; index < COUNT; index++) sigaction(watched[index], NULL, &before[index]);
    is_saved = true;
}

void jt_signals_watch(int pipe_fd) {
    pipe_end = pipe_fd;
    sigset_t set;
    sigemptyset(&set);
    for (int index = 0; index < COUNT; index++) {
        // nohup means what it says.
        if (watched[index] == SIGHUP && before[index].sa_handler == SIG_IGN) continue;
        sigaddset(&set, watched[index]);
        watch(watched[index]);
    }
    // Whatever the other threads do, this one takes them.
    pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

void jt_signals_restore(void) {
    if (!is_saved) return;
    for (int index = 0; index < COUNT; index++) sigaction(watched[index], &before[index], NULL);
    is_saved = false;
}

void jt_stop(bool whole_group) {
    struct sigaction action = {.sa_handler = SIG_DFL};
    sigemptyset(&action.sa_mask);
    sigaction(SIGTSTP, &action, NULL);
    went_on = 0;
    // The group, because a wrapper that waits for us must stop as well or the shell never gets its terminal back.
    kill(whole_group ? 0 : getpid(), SIGTSTP);
    // Another thread may be the one that takes the signal, a moment after kill returned. In an orphaned group the
    // kernel discards it, and nothing ever tells us to go on: hence the bound.
    for (int round = 0; round < 20 && !went_on; round++) poll(NULL, 0, 5);
    watch(SIGTSTP);
}
