// A frame in fewer bytes. ncurses names all attributes each time ("\033[0;1m", then "\033[31m"), even where the next text is a
// cursor's move away; what counts is what a glyph looks like when it is drawn. And it writes parameters out that are the
// default. On a slow line that is a sixth of all bytes.

#include "shim.h"

#include <stdio.h>

enum { BOLD = 1, DIM = 2, UNDERLINE = 4, REVERSE = 8 };

struct look {
    unsigned attributes;
    int color;  // 30 to 37; 0 stands for the terminal's own
};

struct writer {
    char *target;
    size_t count;
    struct look sent, wanted;
    bool knows_sent, knows_wanted;
};

// What the terminal was left with by the frame before.
static struct look left;
static bool knows_left;

void attributes_forget(void) { knows_left = false; }

static bool take(struct look *look, int code) {
    switch (code) {
    case 0: *look = (struct look){0}; break;
    case 1: look->attributes |= BOLD; break;
    case 2: look->attributes |= DIM; break;
    case 4: look->attributes |= UNDERLINE; break;
    case 7: look->attributes |= REVERSE; break;
    case 10: break;  // the first font, which nothing here ever leaves
    case 22: look->attributes &= ~(unsigned)(BOLD | DIM); break;
    case 24: look->attributes &= ~(unsigned)UNDERLINE; break;
    case 27: look->attributes &= ~(unsigned)REVERSE; break;
    case 39: look->color = 0; break;
    default:
        if (code < 30 || code > 37) return false;
        look->color = code;
    }
    return true;
}

static void put(struct writer *writer, const char *text, size_t count) {
    memcpy(writer->target + writer->count, text, count);
    writer->count += count;
}

static void put_code(struct writer *writer, bool *is_first, int code) {
    if (!*is_first) put(writer, ";", 1);
    *is_first = false;
    char digits[2] = {(char)('0' + code / 10), (char)('0' + code % 10)};
    put(writer, code < 10 ? digits + 1 : digits, code < 10 ? 1 : 2);
}

// Says what differs from what was said last.
static void settle(struct writer *writer) {
    static const struct { unsigned bit; int code; } attributes[] = {{BOLD, 1}, {DIM, 2}, {UNDERLINE, 4}, {REVERSE, 7}};
    struct look from = writer->sent, to = writer->wanted;
    if (!writer->knows_wanted) return;
    if (writer->knows_sent && from.attributes == to.attributes && from.color == to.color) return;
    bool starts_over = !writer->knows_sent || (from.attributes & ~to.attributes) != 0;
    bool is_first = true;
    put(writer, "\033[", 2);
    if (starts_over) {
        from = (struct look){0};
        if (to.attributes != 0 || to.color != 0) put_code(writer, &is_first, 0);
    }
    for (size_t index = 0; index < sizeof attributes / sizeof *attributes; index++)
        if (to.attributes & ~from.attributes & attributes[index].bit)
            put_code(writer, &is_first, attributes[index].code);
    if (from.color != to.color) put_code(writer, &is_first, to.color == 0 ? 39 : to.color);
    put(writer, "m", 1);
    writer->sent = to;
    writer->knows_sent = true;
}

// Whether a blank looks the same, said or unsaid: a line under it or its background would show.
static bool is_indifferent(const struct writer *writer) {
    const unsigned visible = UNDERLINE | REVERSE;
    return writer->knows_sent && writer->knows_wanted
        && ((writer->sent.attributes | writer->wanted.attributes) & visible) == 0;
}

// The length of a control sequence (ECMA-48: ESC [ parameters final) at the beginning of a text; 0 if there is none.
static size_t sequence_length(const char *text, size_t count) {
    if (count < 3 || text[0] != '\033' || text[1] != '[') return 0;
    size_t index = 2;
    while (index < count && ((text[index] >= '0' && text[index] <= '9') || text[index] == ';')) index++;
    return index < count ? index + 1 : 0;
}

// Takes in what a sequence does to the attributes; where that is not known, it goes out as it came.
static void take_sequence(struct writer *writer, const char *text, size_t length) {
    struct look look = writer->wanted;
    bool is_understood = true, is_absolute = false;
    int code = 0;
    for (size_t index = 2; index < length; index++) {
        if (text[index] >= '0' && text[index] <= '9') {
            code = code < 100 ? code * 10 + text[index] - '0' : code;
            continue;
        }
        is_absolute = is_absolute || code == 0;
        is_understood = take(&look, code) && is_understood;
        code = 0;
    }
    if (is_understood && (writer->knows_wanted || is_absolute)) {
        writer->wanted = look;
        writer->knows_wanted = true;
        return;
    }
    settle(writer);
    put(writer, text, length);
    writer->knows_sent = writer->knows_wanted = false;
}

// Bytes that say nothing: with each change of attributes many terminals are told to leave a line-drawing character set, which
// nothing here ever enters.
static size_t idle_length(const char *text, size_t count) {
    if (text[0] == '\017') return 1;
    return count >= 3 && memcmp(text, "\033(B", 3) == 0 ? 3 : 0;
}

// Scrolling within all rows, and the first column, are what a terminal assumes.
static void put_sequence(struct writer *writer, const char *text, size_t length, int rows) {
    char all_rows[32];
    int all_length = snprintf(all_rows, sizeof all_rows, "\033[1;%dr", rows);
    if ((size_t)all_length == length && memcmp(text, all_rows, length) == 0) return put(writer, "\033[r", 3);
    if (length > 5 && memcmp(text + length - 3, ";1H", 3) == 0) {
        put(writer, text, length - 3);
        return put(writer, "H", 1);
    }
    put(writer, text, length);
}

// One sequence or one byte. A cursor that moves does not care for attributes, nor does a glyph that is repeated once more;
// whatever draws, scrolls or clears may.
static size_t take_next(struct writer *writer, const char *text, size_t count, int rows) {
    size_t length = sequence_length(text, count);
    if (length == 0) {
        if (text[0] != '\r' && !(text[0] == ' ' && is_indifferent(writer))) settle(writer);
        put(writer, text, 1);
        return 1;
    }
    if (text[length - 1] == 'm') {
        take_sequence(writer, text, length);
        return length;
    }
    if (strchr("ABCDGHdb", text[length - 1]) == NULL) settle(writer);
    put_sequence(writer, text, length, rows);
    return length;
}

size_t attributes_compact(const char *text, size_t count, int rows, char *target) {
    struct writer writer = {
        .target = target, .sent = left, .wanted = left, .knows_sent = knows_left, .knows_wanted = knows_left};
    for (size_t index = 0; index < count;) {
        size_t idle = idle_length(text + index, count - index);
        index += idle > 0 ? idle : take_next(&writer, text + index, count - index, rows);
    }
    settle(&writer);
    left = writer.sent;
    knows_left = writer.knows_sent;
    return writer.count;
}
