// The way out. ncurses writes with plain write(2), in the middle of an update, and waits for as long as the terminal does
// not read: a stalled ssh line would hold the thread, and with it every signal and the way home. So ncurses writes into a
// file in memory, and what it wrote goes to the terminal from here without ever blocking.

#include "shim.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#ifdef __linux__
#include <sys/mman.h>
#endif

static int sink = -1;      // what ncurses writes to
static int terminal = -1;  // an open file of our own
static bool blocks;        // it could not be had without blocking
static char *bytes;
static size_t start, end, capacity;

static int memory_file(void) {
#ifdef __linux__
    return memfd_create("jotop-screen", MFD_CLOEXEC);
#else
    FILE *file = tmpfile();
    if (file == NULL) return -1;
    int fd = fcntl(fileno(file), F_DUPFD_CLOEXEC, 0);
    fclose(file);
    return fd;
#endif
}

// O_NONBLOCK belongs to the open file, which the shell shares with us: set there, it would outlive us. Hence a new one.
static int own_terminal(int fd) {
    const int flags = O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC;
    char path[256];
    int own = -1;
    if (ttyname_r(fd, path, sizeof path) == 0) own = open(path, flags);
    if (own < 0) own = open("/dev/tty", flags);
    blocks = own < 0;
    return blocks ? fcntl(fd, F_DUPFD_CLOEXEC, 0) : own;
}

bool output_open(int fd) {
    sink = memory_file();
    terminal = own_terminal(fd);
    return sink >= 0 && terminal >= 0;
}

bool output_divert(int curses_fd) { return dup2(sink, curses_fd) >= 0; }

int jt_output_fd(void) { return terminal; }

static bool reserve(size_t more) {
    if (start > 0) {
        memmove(bytes, bytes + start, end - start);
        end -= start;
        start = 0;
    }
    if (capacity - end >= more) return true;
    char *grown = realloc(bytes, end + more);
    if (grown == NULL) return false;
    bytes = grown;
    capacity = end + more;
    return true;
}

void output_append(const char *text) {
    size_t count = strlen(text);
    if (!reserve(count)) return;
    memcpy(bytes + end, text, count);
    end += count;
}

void jt_send(const char *text) { output_append(text); }

// What ncurses has written into the file, behind the room for what comes of it.
static ssize_t read_frame(size_t count, char **frame) {
    if (!reserve(count * (1 + ATTRIBUTES_GROWTH))) return -1;
    *frame = bytes + end + count * ATTRIBUTES_GROWTH;
    return pread(sink, *frame, count, 0);
}

void output_collect(int rows) {
    off_t count = lseek(sink, 0, SEEK_CUR);
    char *frame = NULL;
    ssize_t got = count > 0 ? read_frame((size_t)count, &frame) : 0;
    if (got > 0 && rows > 0) {
        end += attributes_compact(frame, (size_t)got, rows, bytes + end);
    } else if (got > 0) {
        attributes_forget();
        memmove(bytes + end, frame, (size_t)got);
        end += (size_t)got;
    }
    if (ftruncate(sink, 0) == 0) lseek(sink, 0, SEEK_SET);
}

bool jt_has_output(void) { return start < end; }

enum jt_drained jt_drain(void) {
    while (start < end) {
        // Where a write may block, one short piece a time, and only after poll has said that there is room.
        size_t count = blocks && end - start > 256 ? 256 : end - start;
        ssize_t written = write(terminal, bytes + start, count);
        if (written > 0) {
            start += (size_t)written;
            if (blocks && start < end) return JT_WOULD_BLOCK;
        } else if (errno == EAGAIN) {
            return JT_WOULD_BLOCK;
        } else if (errno != EINTR) {
            return JT_GONE;
        }
    }
    start = end = 0;
    return JT_ALL_WRITTEN;
}

bool output_drain_within(int milliseconds) {
    const int step = 20;
    for (int waited = 0; waited <= milliseconds; waited += step) {
        struct pollfd room = {.fd = terminal, .events = POLLOUT};
        if (poll(&room, 1, step) <= 0) continue;
        enum jt_drained drained = jt_drain();
        if (drained != JT_WOULD_BLOCK) return true;
    }
    return false;
}

void output_discard(void) {
    attributes_forget();
    start = end = 0;
}

void output_close(void) {
    if (sink >= 0) close(sink);
    if (terminal >= 0) close(terminal);
    free(bytes);
    attributes_forget();
    sink = terminal = -1;
    bytes = NULL;
    start = end = capacity = 0;
}
