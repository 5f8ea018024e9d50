// A small door to ncurses.
//
// <curses.h> stays out of here on purpose: its macros, variables and function names (clear, erase, timeout, ...) would
// pour into every Swift file that imports this module, and half of them cannot be imported at all.
//
// One screen at a time, and all of it from one thread, except where a function says otherwise.

#ifndef CNCURSES_H
#define CNCURSES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum jt_status {
    JT_OK,
    JT_BUSY,          // a screen is open already
    JT_TERM_UNSET,    // no terminal type given
    JT_TERM_UNKNOWN,  // the terminfo database has no such entry
    JT_TERM_DUMB,     // an entry that cannot move the cursor
    JT_FAILED         // errno says why
};

enum { JT_BOLD = 1, JT_DIM = 2, JT_UNDERLINE = 4, JT_REVERSE = 8 };

// ANSI colour numbers; 0 stands for the terminal's own foreground.
enum { JT_DEFAULT = 0, JT_RED = 1, JT_YELLOW = 3, JT_MAGENTA = 5, JT_CYAN = 6 };

// One glyph: a base and at most two combining marks.
struct jt_cell {
    uint32_t scalars[3];
    uint8_t count;
    uint8_t width;  // 1 or 2
    uint8_t attributes;
    uint8_t color;
};

enum jt_key_kind {
    JT_KEY_NONE,      // nothing more to read
    JT_KEY_BYTE,      // code is one byte of text or a control character
    JT_KEY_NAMED,     // code is a jt_key_name
    JT_KEY_FUNCTION,  // code is the number of the function key
    JT_KEY_PASTE_START,
    JT_KEY_PASTE_END,
    JT_KEY_FOCUS_IN,
    JT_KEY_FOCUS_OUT,
    JT_KEY_MOUSE,  // "button;column;row" follows as bytes, ended by M or m
    JT_KEY_OTHER  // a key that means nothing here
};

enum jt_key_name {
    JT_UP,
    JT_DOWN,
    JT_LEFT,
    JT_RIGHT,
    JT_HOME,
    JT_END,
    JT_PAGE_UP,
    JT_PAGE_DOWN,
    JT_ENTER,
    JT_BACK_TAB,
    JT_BACKSPACE,
    JT_DELETE
};

struct jt_key {
    enum jt_key_kind kind;
    uint32_t code;
};

enum jt_drained { JT_ALL_WRITTEN, JT_WOULD_BLOCK, JT_GONE };

// Sets the character type of the process's locale, nothing else of it: numbers that C code writes elsewhere keep their
// decimal point. True if text is UTF-8 from now on.
bool jt_locale(const char *name);

// Cells that libc, and with it ncurses, gives a scalar; -1 if it has no glyph. Any thread.
int jt_width(uint32_t scalar);

// Whether a terminal of this type can be drawn on. No other thread may be in ncurses.
enum jt_status jt_check(const char *term, int output);

// Opens the screen on a terminal; input and output stay the caller's. Dispositions of signals are remembered before
// ncurses changes them, for jt_signals_restore.
enum jt_status jt_open(const char *term, int input, int output, int escape_delay_ms, bool color);
void jt_close(void);

// Gives the terminal back as it was found, for a while. Waits a second and a half at most for a terminal that does not read;
// output that is held goes on after a second.
void jt_suspend(void);
// Takes it again, also where it was lost without jt_suspend.
void jt_resume(void);

// Asks the terminal to report clicks and the wheel, or not to; forgotten by jt_close. Never asked for unless told to.
void jt_mouse(bool on);

// Gives the normal screen back while keys still come one by one: for text that is to be read there. jt_resume ends it.
void jt_show_normal(void);

// The terminal's size now, at least 1 x 1.
void jt_size(int *rows, int *columns);
bool jt_resize(int rows, int columns);

// Names the calling thread for debuggers and /proc; 15 bytes at most.
void jt_name_thread(const char *name);

// True if colours are in use.
bool jt_has_color(void);

void jt_put(int row, int column, const struct jt_cell *cells, size_t count);
// Every cell is sent at the next jt_draw, whatever ncurses believes to be on the screen.
void jt_repaint(void);
// The text of a row as ncurses believes it to stand on the screen, at most `room` scalars of it. Returns how many those are.
size_t jt_shown(int row, uint32_t *scalars, size_t room);
// Brings what was put into the output; jt_drain sends it.
void jt_draw(void);
// Puts a sequence into the output as it is, ahead of the next jt_draw.
void jt_send(const char *bytes);
bool jt_has_output(void);
enum jt_drained jt_drain(void);
int jt_output_fd(void);

struct jt_key jt_read_key(void);

// From now on each of WINCH, TSTP, CONT, TERM, INT, QUIT and HUP writes its number as one byte to the pipe.
// After jt_open.
void jt_signals_watch(int pipe_fd);
void jt_signals_restore(void);
// Stops this process, or all of its group, as the terminal's own Ctrl-Z would; returns once it goes on.
void jt_stop(bool whole_group);

// What a crash sends to the terminal.
size_t jt_reset_bytes(const char **bytes);
// While a screen is open, what stands on this pipe unread is shown after a crash; -1: no pipe.
void jt_crash_shows(int pipe_fd);
// Remembers the latest text of that pipe which was read, to be shown after a crash. Any one thread.
void jt_crash_remember(const char *bytes, size_t count);
// Takes the default action for crash signals until the process ends: no report of registers and memory. Any thread.
void jt_crash_reports_off(void);

#endif
