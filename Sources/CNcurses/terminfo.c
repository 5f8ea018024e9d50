// What the terminfo database says of a terminal. A file apart, since <term.h> defines words such as "columns".

#include "shim.h"

#include <curses.h>
#include <term.h>

static const char *capability(const char *name) {
    const char *text = tigetstr((char *)name);
    return text == (const char *)-1 ? NULL : text;
}

enum jt_status terminfo_check(const char *term, int output, const char **on, const char **off) {
    if (term == NULL || *term == '\0') return JT_TERM_UNSET;
    int found = 0;
    if (setupterm((char *)term, output, &found) != OK) return found == 1 ? JT_TERM_DUMB : JT_TERM_UNKNOWN;
    const char *cup = capability("cup");
    // Old hardware, and terminals that do not speak ANSI at all, are not told of modes that they have never heard of.
    bool is_ansi = cup != NULL && strncmp(cup, "\033[", 2) == 0;
    bool knows = is_ansi && strcmp(term, "linux") != 0 && strncmp(term, "vt", 2) != 0;
    *on = knows ? "\033[?2004h\033[?1004h" : "";
    *off = knows ? "\033[?1004l\033[?2004l" : "";
    enum jt_status status = cup == NULL ? JT_TERM_DUMB : JT_OK;
    del_curterm(cur_term);
    return status;
}

enum jt_status jt_check(const char *term, int output) {
    const char *on, *off;
    return terminfo_check(term, output, &on, &off);
}

// Without the pauses ($<5>) that terminfo asks for on hardware terminals.
static void add_text(char *target, size_t room, const char *text) {
    size_t used = strlen(target);
    while (*text != '\0' && used + 1 < room) {
        const char *close = text[0] == '$' && text[1] == '<' ? strchr(text, '>') : NULL;
        if (close != NULL) {
            text = close + 1;
        } else {
            target[used++] = *text++;
        }
    }
    target[used] = '\0';
}

static void add(char *target, size_t room, const char *name) {
    const char *text = capability(name);
    if (text != NULL) add_text(target, room, text);
}

static void add_with(char *target, size_t room, const char *name, long first, long second) {
    const char *text = capability(name);
    if (text != NULL) text = tparm((char *)text, first, second, 0L, 0L, 0L, 0L, 0L, 0L, 0L);
    if (text != NULL) add_text(target, room, text);
}

void terminfo_reset(char *target, size_t room, const char *modes_off, int rows) {
    target[0] = '\0';
    // Mouse reports may have been asked for, and a crash must not leave them on.
    if (*modes_off != '\0') add_text(target, room, "\033[?1006l\033[?1003l\033[?1002l\033[?1000l");
    add_text(target, room, modes_off);
    add(target, room, "sgr0");
    add_with(target, room, "csr", 0, rows - 1);
    add_with(target, room, "cup", rows - 1, 0);
    add(target, room, "rmcup");
    add(target, room, "rmkx");
    add(target, room, "cnorm");
    add_text(target, room, "\r");
}
