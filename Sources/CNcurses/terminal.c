// Opening a terminal, giving it back for a while, and closing it.

#include "shim.h"

#include <curses.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <strings.h>
#include <sys/ioctl.h>

static SCREEN *screen;
static FILE *to_terminal, *from_terminal;
static bool is_active;                 // the terminal is in our hands
static struct termios found, working;  // its modes: before us, and while we draw
static const char *modes_on, *modes_off;  // bracketed paste and focus reports
static bool is_mouse_on;                    // clicks and the wheel are reported

bool jt_locale(const char *name) {
    // A container often names a locale that nobody generated; the name still says what the terminal understands.
    if (setlocale(LC_CTYPE, name) == NULL) {
        const char *codeset = strchr(name, '.');
        bool is_utf8 = codeset != NULL
            && (strncasecmp(codeset, ".utf-8", 6) == 0 || strncasecmp(codeset, ".utf8", 5) == 0);
        if (!is_utf8 || setlocale(LC_CTYPE, "C.UTF-8") == NULL) setlocale(LC_CTYPE, "C");
    }
    return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

static FILE *stream(int fd, const char *mode) {
    int own = fcntl(fd, F_DUPFD_CLOEXEC, 0);
    FILE *file = own < 0 ? NULL : fdopen(own, mode);
    if (file == NULL && own >= 0) close(own);
    return file;
}

static void start_colors(void) {
    if (start_color() != OK || COLORS < 8) return;
    // Black and white each vanish on half of the world's terminals; the default background is the one that is readable.
    short background = use_default_colors() == OK ? -1 : COLOR_BLACK;
    for (short color = 1; color < 8; color++) init_pair(color, color, background);
}

static void set_up(int escape_delay_ms, bool color) {
    raw();
    noecho();
    nonl();
    set_escdelay(escape_delay_ms);
    idlok(stdscr, TRUE);
    leaveok(stdscr, TRUE);
    // No early end of an update because a key waits: frames are whole or not drawn.
    typeahead(-1);
    if (color) start_colors();
    curs_set(0);
}

static void release(void) {
    if (screen != NULL) delscreen(screen);
    if (to_terminal != NULL) fclose(to_terminal);
    if (from_terminal != NULL) fclose(from_terminal);
    screen = NULL;
    to_terminal = from_terminal = NULL;
    output_close();
}

static enum jt_status failed(void) {
    int reason = errno;
    release();
    errno = reason;
    return JT_FAILED;
}

enum jt_status jt_open(const char *term, int input, int output, int escape_delay_ms, bool color) {
    if (screen != NULL) return JT_BUSY;
    enum jt_status status = terminfo_check(term, output, &modes_on, &modes_off);
    if (status != JT_OK) return status;
    if (tcgetattr(output, &found) != 0 || !output_open(output)) return failed();
    to_terminal = stream(output, "w");
    from_terminal = stream(input, "r");
    if (to_terminal == NULL || from_terminal == NULL) return failed();
    signals_save();
    // The crash handlers first: newterm is the moment that changes the terminal.
    int rows, columns;
    crash_install();
    screen = newterm((char *)term, to_terminal, from_terminal);
    if (screen == NULL) {
        crash_uninstall();
        jt_signals_restore();
        return failed();
    }
    jt_size(&rows, &columns);
    crash_reset_build(modes_off, rows);
    crash_guard(jt_output_fd(), &found);
    is_active = true;
    set_up(escape_delay_ms, color);
    if (tcgetattr(output, &working) != 0 || !output_divert(fileno(to_terminal)) || !keys_open()) {
        int reason = errno;
        jt_close();
        errno = reason;
        return JT_FAILED;
    }
    output_append(modes_on);
    jt_resize(rows, columns);
    return JT_OK;
}

// By SGR sequences of our own: ncurses goes by the terminal's name, and few names say that there is a mouse.
static void tell_mouse(bool on) {
    if (*modes_on != '\0') output_append(on ? "\033[?1000h\033[?1006h" : "\033[?1006l\033[?1000l");
}

void jt_mouse(bool on) {
    if (screen == NULL || on == is_mouse_on) return;
    is_mouse_on = on;
    if (is_active) tell_mouse(on);
}

void jt_close(void) {
    if (screen == NULL) return;
    jt_suspend();
    is_mouse_on = false;
    crash_uninstall();
    jt_signals_restore();
    keys_close();
    release();
}

void jt_suspend(void) {
    if (!is_active) return;
    is_active = false;
    if (is_mouse_on) tell_mouse(false);
    output_append(modes_off);
    endwin();
    output_collect(0);
    bool is_sent = output_drain_within(1000);
    if (!is_sent) {
        // Output may be held (tcflow), which whoever comes next could not get past any more than we can.
        tcflow(jt_output_fd(), TCOON);
        is_sent = output_drain_within(200);
    }
    if (!is_sent) {
        // Nobody reads. What is on its way is worth nothing now; room for the reset string is.
        const char *reset;
        output_discard();
        tcflush(jt_output_fd(), TCOFLUSH);
        if (jt_reset_bytes(&reset) > 0) output_append(reset);
        output_drain_within(200);
        output_discard();
    }
    tcsetattr(jt_output_fd(), TCSANOW, &found);
    crash_unguard();
}

void jt_show_normal(void) {
    if (screen == NULL) return;
    jt_suspend();
    crash_guard(jt_output_fd(), &found);
    tcsetattr(jt_output_fd(), TCSANOW, &working);
    // What is pasted must not be taken for the key that ends it, and for others after it.
    output_append(modes_on);
}

void jt_resume(void) {
    if (screen == NULL) return;
    if (is_active) {
        // Stopped without having been asked: what is on the screen now is the shell's, the modes too.
        endwin();
    } else {
        crash_guard(jt_output_fd(), &found);
    }
    tcsetattr(jt_output_fd(), TCSANOW, &working);
    is_active = true;
    keys_resume();
    output_append(modes_on);
    if (is_mouse_on) tell_mouse(true);
    jt_repaint();
}

static int clamped(int value, int fallback, int most) {
    if (value < 1) return fallback;
    return value > most ? most : value;
}

void jt_size(int *rows, int *columns) {
    struct winsize size = {0};
    if (ioctl(jt_output_fd(), TIOCGWINSZ, &size) != 0) size = (struct winsize){0};
    *rows = clamped(size.ws_row, 24, JT_MAX_ROWS);
    *columns = clamped(size.ws_col, 80, JT_MAX_COLUMNS);
}

bool jt_resize(int rows, int columns) {
    bool done = resizeterm(clamped(rows, 1, JT_MAX_ROWS), clamped(columns, 1, JT_MAX_COLUMNS)) == OK;
    crash_reset_build(modes_off, LINES);
    jt_repaint();
    return done;
}
