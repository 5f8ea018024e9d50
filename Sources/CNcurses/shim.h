// What the files of this target share.

#ifndef JT_SHIM_H
#define JT_SHIM_H

#ifdef __linux__
#define _GNU_SOURCE 1
#endif
#ifdef __APPLE__
#define _DARWIN_C_SOURCE 1
#endif
#define NCURSES_WIDECHAR 1
#define _XOPEN_SOURCE_EXTENDED 1

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "CNcurses.h"

enum { JT_MAX_COLUMNS = 2000, JT_MAX_ROWS = 1000 };

// output.c
bool output_open(int terminal);
// From here on what ncurses writes to `curses_fd` lands in our own buffer.
bool output_divert(int curses_fd);
void output_append(const char *bytes);
// `rows` is the screen's height; 0 where it is no frame that was written.
void output_collect(int rows);
bool output_drain_within(int milliseconds);
void output_discard(void);
void output_close(void);

// attributes.c
// A sequence of four bytes may become one of fifteen, where attributes are taken back one by one.
enum { ATTRIBUTES_GROWTH = 4 };
// Writes a frame's text for a screen of so many rows to `target`, which has room for ATTRIBUTES_GROWTH times as much, in fewer
// bytes. Returns how many that are.
size_t attributes_compact(const char *text, size_t count, int rows, char *target);
// Something else than a frame has gone out: nobody knows which attributes are on.
void attributes_forget(void);

// terminfo.c
// Says no where newterm would draw rubbish; `on` and `off` become the switches of bracketed paste and focus reports.
enum jt_status terminfo_check(const char *term, int output, const char **on, const char **off);
void terminfo_reset(char *target, size_t room, const char *modes_off, int rows);

// keys.c
bool keys_open(void);
void keys_resume(void);
void keys_close(void);

// signals.c
void signals_save(void);

// crash.c
void crash_reset_build(const char *modes_off, int rows);
void crash_guard(int terminal, const struct termios *modes);
void crash_unguard(void);
void crash_install(void);
void crash_uninstall(void);

#endif
