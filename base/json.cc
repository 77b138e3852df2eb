#include "base/json.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/utf8.h"

namespace fingerpost {
namespace {

// What stands for a byte of a text in JSON besides itself; 0 for the byte as it is, 'u' for its number.
constexpr std::array<char, 256> kEscapes = [] {
  std::array<char, 256> table{};
  for (std::size_t c = 0; c < 0x20; ++c) table[c] = 'u';
  table['\b'] = 'b';
  table['\f'] = 'f';
  table['\n'] = 'n';
  table['\r'] = 'r';
  table['\t'] = 't';
  table['"'] = '"';
  table['\\'] = '\\';
  return table;
}();

void append_text(std::string& out, const std::string& text) {
  if (!is_valid_utf8(text)) {
    out += Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
    return;
  }
  constexpr std::string_view kDigits = "0123456789abcdef";
  out += '"';
  std::size_t plain = 0;  // from here on nothing is written yet
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    const char escape = kEscapes[byte];
    if (escape == 0) continue;
    out.append(text, plain, at - plain);
    plain = at + 1;
    out += '\\';
    out += escape;
    if (escape != 'u') continue;
    out += "00";
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
  out.append(text, plain);
  out += '"';
}

template <class Number>
void append_integer(std::string& out, Number number) {
  std::array<char, 24> digits;
  const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), number);
  out.append(digits.data(), written.ptr);
}

// As dump() writes it, which looks at every byte of a text by a table of states; answers are texts for the most part.
void append_line(std::string& out, const Json& value) {
  switch (value.type()) {
    case Json::value_t::object: {
      out += '{';
      bool first = true;
      for (const auto& [key, inner] : value.get_ref<const Json::object_t&>()) {
        if (!first) out += ',';
        first = false;
        append_text(out, key);
        out += ':';
        append_line(out, inner);
      }
      out += '}';
      return;
    }
    case Json::value_t::array: {
      out += '[';
      bool first = true;
      for (const Json& inner : value) {
        if (!first) out += ',';
        first = false;
        append_line(out, inner);
      }
      out += ']';
      return;
    }
    case Json::value_t::string: return append_text(out, value.get_ref<const std::string&>());
    case Json::value_t::number_integer: return append_integer(out, value.get<std::int64_t>());
    case Json::value_t::number_unsigned: return append_integer(out, value.get<std::uint64_t>());
    default: out += value.dump();
  }
}

// How deep brackets nest, in what may be no JSON at all.
int depth_of(std::string_view text) {
  int deepest = 0;
  int depth = 0;
  bool quoted = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (quoted) {
      if (c == '\\') ++at;
      if (c == '"') quoted = false;
    } else if (c == '"') {
      quoted = true;
    } else if (c == '[' || c == '{') {
      deepest = std::max(deepest, ++depth);
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
  return deepest;
}

}  // namespace

Json object_with_room(std::size_t members) {
  Json out = Json::object();
  out.get_ref<Json::object_t&>().reserve(members);
  return out;
}

std::string to_line(const Json& value) {
  std::string out;
  append_line(out, value);
  return out;
}

std::string to_pretty(const Json& value) {
  return value.dump(2, ' ', false, Json::error_handler_t::replace);
}

std::optional<Json> parse_json(std::string_view text, int depth) {
  // The parser that asks before each value takes twice as long.
  if (depth_of(text) <= depth) {
    Json value = Json::parse(text, nullptr, /*allow_exceptions=*/false);
    if (value.is_discarded()) return std::nullopt;
    return value;
  }
  bool too_deep = false;
  const Json::parser_callback_t guard = [&](int at, Json::parse_event_t, Json&) {
    too_deep = too_deep || at > depth;
    return !too_deep;
  };
  Json value = Json::parse(text, guard, /*allow_exceptions=*/false);
  if (too_deep || value.is_discarded()) return std::nullopt;
  return value;
}

}  // namespace fingerpost
