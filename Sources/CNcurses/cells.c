// Cells into ncurses, which sends no more than what differs from the screen.

#include "shim.h"

#include <curses.h>
#include <wchar.h>

int jt_width(uint32_t scalar) { return wcwidth((wchar_t)scalar); }

bool jt_has_color(void) { return has_colors() && COLORS >= 8 && COLOR_PAIRS > 7; }

static attr_t attributes(uint8_t bits) {
    return (bits & JT_BOLD ? WA_BOLD : WA_NORMAL) | (bits & JT_DIM ? WA_DIM : WA_NORMAL)
        | (bits & JT_UNDERLINE ? WA_UNDERLINE : WA_NORMAL) | (bits & JT_REVERSE ? WA_REVERSE : WA_NORMAL);
}

static void fill(cchar_t *target, const struct jt_cell *cell, bool in_color) {
    wchar_t text[4] = {0};
    for (int index = 0; index < cell->count && index < 3; index++) text[index] = (wchar_t)cell->scalars[index];
    // The pair goes through setcchar's own argument: COLOR_PAIR would cut it to eight bits.
    short pair = in_color && cell->color < 8 ? cell->color : 0;
    if (setcchar(target, text, attributes(cell->attributes), pair, NULL) != OK)
        setcchar(target, L"?", WA_NORMAL, 0, NULL);
}

void jt_put(int row, int column, const struct jt_cell *cells, size_t count) {
    static cchar_t line[JT_MAX_COLUMNS];
    if (row < 0 || row >= LINES || column < 0) return;
    bool in_color = jt_has_color();
    int used = 0;
    int next = column;
    for (size_t index = 0; index < count && used < JT_MAX_COLUMNS; index++) {
        // ncurses would put a wide glyph that does not fit into the next row's first cell.
        if (next + cells[index].width > COLS) break;
        fill(&line[used++], &cells[index], in_color);
        next += cells[index].width;
    }
    // This call neither wraps nor scrolls, so that the bottom-right cell needs no special care.
    if (used > 0) mvwadd_wchnstr(stdscr, row, column, line, used);
}

void jt_repaint(void) { clearok(curscr, TRUE); }

size_t jt_shown(int row, uint32_t *scalars, size_t room) {
    // Three for each cell at most: a base and its marks.
    static wchar_t text[3 * JT_MAX_COLUMNS + 1];
    int before_row, before_column;
    getyx(curscr, before_row, before_column);
    int count = row < 0 || row >= LINES ? 0 : mvwinnwstr(curscr, row, 0, text, 3 * JT_MAX_COLUMNS);
    wmove(curscr, before_row, before_column);
    size_t taken = 0;
    while (count > 0 && taken < (size_t)count && taken < room && text[taken] != L'\0') {
        scalars[taken] = (uint32_t)text[taken];
        taken++;
    }
    return taken;
}

void jt_draw(void) {
    wnoutrefresh(stdscr);
    doupdate();
    output_collect(LINES);
}
