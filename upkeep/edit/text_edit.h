// One stretch of a text replaced by another. Pure functions, any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace fingerpost {

struct TextEdit {
  std::size_t begin = 0;   // byte
  std::size_t length = 0;  // of what is taken out
  std::string text;        // what stands there instead
};

// REQUIRES: the stretch lies in the text.
std::string edited(std::string_view text, const TextEdit& edit);

// What makes the second text of the first: one stretch, as short as whole lines allow.
TextEdit edit_between(std::string_view before, std::string_view after);

// How the lines of a text end: "\r\n" where most of them do, otherwise "\n".
std::string_view line_end_of(std::string_view text);

// A text with '\n' at its lines' ends, with those of `like` instead.
std::string with_line_ends_of(std::string_view like, std::string_view text);

}  // namespace fingerpost
