// Bytes of a file → UTF-8 text that everything else can rely on. Pure functions, any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace fingerpost {

bool is_valid_utf8(std::string_view text);

// A file's bytes as valid UTF-8 without a byte-order mark. Line ends, and so line numbers, are those of the file.
class DecodedSource {
 public:
  explicit DecodedSource(std::string_view bytes);

  // Points into the bytes given, or into this object when they had to be changed.
  std::string_view text() const { return changed_ ? std::string_view(owned_) : view_; }
  // No text: a NUL byte near its start, and no UTF-16 mark.
  bool binary() const { return binary_; }
  // The first line with bytes that were no UTF-8 and became U+FFFD; 0 for none.
  int first_invalid_line() const { return first_invalid_line_; }

 private:
  std::string_view view_;
  std::string owned_;
  bool changed_ = false;
  bool binary_ = false;
  int first_invalid_line_ = 0;
};

// Appends one code point. REQUIRES: a scalar value (no surrogate, at most U+10FFFF).
void append_utf8(std::string& out, char32_t code_point);
// The code point at `at`, which moves behind it; U+FFFD for one byte that is no UTF-8. REQUIRES: at < text.size().
char32_t take_code_point(std::string_view text, std::size_t& at);

// Text from a repository made safe to show and to hand to an assistant: without control characters (but \n and \t),
// escape sequences, bidirectional overrides, zero-width and tag characters. Idempotent.
std::string sanitize_for_display(std::string_view text);

}  // namespace fingerpost
