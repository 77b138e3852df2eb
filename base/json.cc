#include "base/json.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/utf8.h"

namespace fingerpost {
namespace {

// What stands for a byte of a text in JSON besides itself: 0 for the byte as it is, 'u' for its number, 'x' for one of
// a character of several bytes.
constexpr std::array<char, 256> kEscapes = [] {
  std::array<char, 256> table{};
  for (std::size_t c = 0; c < 0x20; ++c) table[c] = 'u';
  for (std::size_t c = 0x80; c < 0x100; ++c) table[c] = 'x';
  table['\b'] = 'b';
  table['\f'] = 'f';
  table['\n'] = 'n';
  table['\r'] = 'r';
  table['\t'] = 't';
  table['"'] = '"';
  table['\\'] = '\\';
  return table;
}();

using Buffer = fmt::memory_buffer;

void append(Buffer& out, std::string_view text) {
  out.append(text.data(), text.data() + text.size());
}

// As dump() writes it, which looks at every byte by a table of states; answers are texts for the most part.
void append_text(Buffer& out, const std::string& text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  const std::size_t begin = out.size();
  bool plain_so_far = true;
  out.push_back('"');
  std::size_t plain = 0;  // from here on nothing is written yet
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    const char escape = kEscapes[byte];
    if (escape == 0) continue;
    if (escape == 'x') {
      if (plain_so_far && !is_valid_utf8(text)) {
        out.resize(begin);
        return append(out, Json(text).dump(-1, ' ', false, Json::error_handler_t::replace));
      }
      plain_so_far = false;
      continue;
    }
    append(out, std::string_view(text).substr(plain, at - plain));
    plain = at + 1;
    out.push_back('\\');
    out.push_back(escape);
    if (escape != 'u') continue;
    append(out, "00");
    out.push_back(kDigits[byte >> 4]);
    out.push_back(kDigits[byte & 15]);
  }
  append(out, std::string_view(text).substr(plain));
  out.push_back('"');
}

void append_line(Buffer& out, const Json& value) {
  switch (value.type()) {
    case Json::value_t::object: {
      char before = '{';
      for (const auto& [key, inner] : value.get_ref<const Json::object_t&>()) {
        out.push_back(before);
        before = ',';
        append_text(out, key);
        out.push_back(':');
        append_line(out, inner);
      }
      return append(out, before == '{' ? "{}" : "}");
    }
    case Json::value_t::array: {
      char before = '[';
      for (const Json& inner : value) {
        out.push_back(before);
        before = ',';
        append_line(out, inner);
      }
      return append(out, before == '[' ? "[]" : "]");
    }
    case Json::value_t::string: return append_text(out, value.get_ref<const std::string&>());
    case Json::value_t::number_integer: return append(out, fmt::format_int(value.get<std::int64_t>()).str());
    case Json::value_t::number_unsigned: return append(out, fmt::format_int(value.get<std::uint64_t>()).str());
    case Json::value_t::binary: {  // already_written()
      const auto& line = value.get_binary();
      return out.append(line.data(), line.data() + line.size());
    }
    default: append(out, value.dump());
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

Json already_written(std::string_view line) {
  const auto* const bytes = reinterpret_cast<const Json::binary_t::value_type*>(line.data());
  return Json::binary({bytes, bytes + line.size()});
}

std::string to_line(const Json& value) {
  Buffer out;
  append_line(out, value);
  return fmt::to_string(out);
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
