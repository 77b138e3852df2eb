#include "indexer/formats/text_outline.h"

#include <algorithm>
#include <utility>

#include "indexer/formats/markdown_inline.h"

namespace fingerpost {

bool is_adornment(std::string_view line) {
  line = trim(line);
  return line.size() >= 3 && !is_alnum(line.front()) && static_cast<unsigned char>(line.front()) < 0x80 &&
         std::all_of(line.begin(), line.end(), [&](char c) { return c == line.front(); });
}

bool is_list_item(std::string_view line) {
  line = trim(line);
  if (line.size() > 2 && (line[0] == '-' || line[0] == '*' || line[0] == '+') && line[1] == ' ') return true;
  std::size_t digits = 0;
  while (digits < line.size() && is_digit(line[digits])) ++digits;
  return digits > 0 && digits < 4 && digits + 1 < line.size() && (line[digits] == '.' || line[digits] == ')') &&
         line[digits + 1] == ' ';
}

std::int32_t TextOutline::put(Kind kind, int first, int last, int text_last, std::string key) {
  Place place;
  place.kind = kind;
  place.parent = open_.back().place;
  place.line_start = first;
  place.line_end = last;
  place.text = lines.range(first, text_last);
  if (kind != Kind::code_block) {
    if (std::string variable = variable_named(key); !variable.empty()) {
      place.name = std::move(variable);
      place.role = Role::documented;
    }
  }
  place.key = std::move(key);
  note_end(last);
  return out_.add(std::move(place));
}

void TextOutline::note_end(int line) {
  last_line_ = std::max(last_line_, line);
}

void TextOutline::heading(int level, int first, int last, std::string_view title) {
  while (open_.size() > 1 && open_.back().level >= level) close();
  open_.push_back({level, put(Kind::section, first, last, last, plain_text(title))});
}

void TextOutline::close() {
  Place& place = out_.places[static_cast<std::size_t>(open_.back().place)];
  place.line_end = std::max(place.line_end, last_line_);
  open_.pop_back();
}

void TextOutline::close_all() {
  while (open_.size() > 1) close();
}

void TextOutline::add(Kind kind, int first, int last, std::string key) {
  put(kind, first, last, last, std::move(key));
}

void TextOutline::enter(Kind kind, int first, int text_last, std::string key) {
  open_.push_back({open_.back().level, put(kind, first, text_last, text_last, std::move(key))});
  ++depth_;
}

void TextOutline::leave(int last) {
  note_end(last);
  close();
  --depth_;
}

void TextOutline::add_row(int first, int last, std::string_view first_cell, std::string_view header) {
  const std::int32_t index = put(Kind::table_row, first, last, last, clip(plain_text(trim(first_cell)), 80));
  out_.places[static_cast<std::size_t>(index)].words = clip(header, 400);
}

void TextOutline::add_code(int first, int last, int body_first, int body_last, std::string_view language) {
  std::string key = to_lower(trim(language));
  const std::string_view body = body_first <= body_last ? lines.range(body_first, body_last) : std::string_view();
  const Format* format = format_of_block(key, body);
  const std::int32_t index = put(Kind::code_block, first, last, last, std::move(key));
  out_.places[static_cast<std::size_t>(index)].text = body;
  if (format != nullptr && !body.empty()) read_block(*format, body, body_first, limits_, index, out_);
}

}  // namespace fingerpost
