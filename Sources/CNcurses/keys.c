// Keys, as ncurses tells them from the bytes that a terminal sends.

#include "shim.h"

#include <curses.h>

enum { PASTE_START = 2000, PASTE_END, FOCUS_IN, FOCUS_OUT, MOUSE };

// A pad: reading from a window would draw it first.
static WINDOW *reader;

static const struct {
    const char *bytes;
    int code;
} sequences[] = {
    // A terminal in cursor mode sends CSI, terminfo describes the other mode: both.
    {"\033[A", KEY_UP},     {"\033OA", KEY_UP},     {"\033[B", KEY_DOWN},      {"\033OB", KEY_DOWN},
    {"\033[C", KEY_RIGHT},  {"\033OC", KEY_RIGHT},  {"\033[D", KEY_LEFT},      {"\033OD", KEY_LEFT},
    {"\033[H", KEY_HOME},   {"\033OH", KEY_HOME},   {"\033[F", KEY_END},       {"\033OF", KEY_END},
    {"\033[1~", KEY_HOME},  {"\033[7~", KEY_HOME},  {"\033[4~", KEY_END},      {"\033[8~", KEY_END},
    {"\033[5~", KEY_PPAGE}, {"\033[6~", KEY_NPAGE}, {"\033[3~", KEY_DC},       {"\033[Z", KEY_BTAB},
    {"\033OM", KEY_ENTER},  {"\033[200~", PASTE_START}, {"\033[201~", PASTE_END},
    {"\033[I", FOCUS_IN},   {"\033[O", FOCUS_OUT},
    {"\033[<", MOUSE},
};

static const struct {
    int code;
    enum jt_key_name name;
} names[] = {
    {KEY_UP, JT_UP},         {KEY_DOWN, JT_DOWN},       {KEY_LEFT, JT_LEFT},       {KEY_RIGHT, JT_RIGHT},
    {KEY_HOME, JT_HOME},     {KEY_END, JT_END},         {KEY_PPAGE, JT_PAGE_UP},   {KEY_NPAGE, JT_PAGE_DOWN},
    {KEY_ENTER, JT_ENTER},   {KEY_BTAB, JT_BACK_TAB},   {KEY_BACKSPACE, JT_BACKSPACE},
    {KEY_DC, JT_DELETE},     {KEY_FIND, JT_HOME},       {KEY_SELECT, JT_END},
};

bool keys_open(void) {
    reader = newpad(1, 1);
    if (reader == NULL) return false;
    nodelay(reader, TRUE);
    keys_resume();
    for (size_t index = 0; index < sizeof sequences / sizeof *sequences; index++)
        define_key(sequences[index].bytes, sequences[index].code);
    return true;
}

// Sends the terminal's keypad mode once more.
void keys_resume(void) { keypad(reader, TRUE); }

void keys_close(void) {
    if (reader != NULL) delwin(reader);
    reader = NULL;
}

static struct jt_key special(int code) {
    switch (code) {
    case PASTE_START: return (struct jt_key){JT_KEY_PASTE_START, 0};
    case PASTE_END: return (struct jt_key){JT_KEY_PASTE_END, 0};
    case FOCUS_IN: return (struct jt_key){JT_KEY_FOCUS_IN, 0};
    case FOCUS_OUT: return (struct jt_key){JT_KEY_FOCUS_OUT, 0};
    case MOUSE: return (struct jt_key){JT_KEY_MOUSE, 0};
    default: break;
    }
    if (code > KEY_F0 && code <= KEY_F0 + 63) return (struct jt_key){JT_KEY_FUNCTION, (uint32_t)(code - KEY_F0)};
    for (size_t index = 0; index < sizeof names / sizeof *names; index++)
        if (names[index].code == code) return (struct jt_key){JT_KEY_NAMED, names[index].name};
    return (struct jt_key){JT_KEY_OTHER, 0};
}

// Bytes rather than get_wch's characters: that one loses the beginning of a character whose end has not arrived yet.
struct jt_key jt_read_key(void) {
    int code = wgetch(reader);
    if (code == ERR) return (struct jt_key){JT_KEY_NONE, 0};
    if (code <= 0xFF) return (struct jt_key){JT_KEY_BYTE, (uint32_t)code};
    return special(code);
}
