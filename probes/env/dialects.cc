#include "probes/env/dialects.h"

#include <fmt/format.h>

#include "base/text.h"

namespace fingerpost {
namespace {

std::string at(std::size_t index) {
  return fmt::format("(character {})", index + 1);
}

// The quote that closes the one at the front, or npos. A backslash hides it where `escapes`.
std::size_t closing_quote(std::string_view text, bool escapes) {
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (escapes && text[i] == '\\')
      ++i;
    else if (text[i] == text.front())
      return i;
  }
  return std::string_view::npos;
}

// Whether what follows a closing quote is only a comment or nothing.
bool is_tail(std::string_view rest) {
  rest = trim(rest);
  return rest.empty() || rest.front() == '#';
}

std::string unescaped(std::string_view text, std::string_view letters) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size() || letters.find(text[i + 1]) == std::string_view::npos) {
      out += text[i];
      continue;
    }
    const char c = text[++i];
    out += c == 'n' ? '\n' : c == 'r' ? '\r' : c == 't' ? '\t' : c;
  }
  return out;
}

// The start of "$NAME" or "${": npos for none.
std::size_t expansion(std::string_view text, bool braces_only) {
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
      continue;
    }
    if (text[i] != '$') continue;
    if (text[i + 1] == '{') {
      if (text.find('}', i) != std::string_view::npos) return i;
    } else if (!braces_only && (is_alpha(text[i + 1]) || text[i + 1] == '_')) {
      return i;
    }
  }
  return std::string_view::npos;
}

void expand(DialectReading& out, std::string_view inside, bool braces_only) {
  if (const std::size_t found = expansion(inside, braces_only); found != std::string_view::npos) {
    out.known = false;
    out.because = fmt::format("fills in a variable at '$' {}", at(found));
  }
}

// Up to a '#' behind a space.
std::string_view without_comment(std::string_view text, std::size_t* cut) {
  for (std::size_t i = 1; i < text.size(); ++i)
    if (text[i] == '#' && is_space(text[i - 1])) {
      *cut = i;
      return trim(text.substr(0, i));
    }
  return trim(text);
}

DialectReading node(std::string_view raw) {
  DialectReading out{"Node.js", {}, true, {}};
  if (!raw.empty() && (raw.front() == '"' || raw.front() == '\'' || raw.front() == '`')) {
    const std::size_t close = closing_quote(raw, true);
    if (close != std::string_view::npos && is_tail(raw.substr(close + 1))) {
      out.value = std::string(raw.substr(1, close - 1));
      if (raw.front() == '"') out.value = unescaped(out.value, "nr");
      return out;
    }
  }
  const std::size_t hash = raw.find('#');
  out.value = std::string(trim(raw.substr(0, hash)));
  if (hash != std::string_view::npos && (hash == 0 || !is_space(raw[hash - 1])))
    out.because = fmt::format("stops at '#' {}", at(hash));
  return out;
}

DialectReading python(std::string_view raw) {
  DialectReading out{"Python", {}, true, {}};
  if (!raw.empty() && (raw.front() == '"' || raw.front() == '\'')) {
    const std::size_t close = closing_quote(raw, true);
    if (close != std::string_view::npos && is_tail(raw.substr(close + 1))) {
      const std::string_view inside = raw.substr(1, close - 1);
      out.value = raw.front() == '"' ? unescaped(inside, "\\'\"abfnrtv") : unescaped(inside, "\\'");
      expand(out, inside, true);
      return out;
    }
  }
  std::size_t cut = 0;
  const std::string_view plain = without_comment(raw, &cut);
  out.value = std::string(plain);
  expand(out, plain, true);
  return out;
}

DialectReading compose(std::string_view raw) {
  DialectReading out{"Compose", {}, true, {}};
  if (!raw.empty() && (raw.front() == '"' || raw.front() == '\'')) {
    const std::size_t close = closing_quote(raw, true);
    if (close != std::string_view::npos && is_tail(raw.substr(close + 1))) {
      const std::string_view inside = raw.substr(1, close - 1);
      out.value = raw.front() == '"' ? unescaped(inside, "\\\"nrt$") : std::string(inside);
      if (raw.front() == '"') expand(out, inside, false);
      return out;
    }
  }
  std::size_t cut = 0;
  const std::string_view plain = raw.starts_with("#") ? std::string_view() : without_comment(raw, &cut);
  out.value = std::string(plain);
  expand(out, plain, false);
  return out;
}

DialectReading shell(std::string_view raw) {
  DialectReading out{"the shell", {}, true, {}};
  const auto leave = [&](std::string why, bool known = true) {
    if (out.because.empty()) out.because = std::move(why);
    out.known = out.known && known;
  };
  std::size_t i = 0;
  while (i < raw.size()) {
    const char c = raw[i];
    if (c == '\'' || c == '"') {
      const std::size_t length = closing_quote(raw.substr(i), c == '"');
      if (length == std::string_view::npos) {
        leave(fmt::format("waits for the other quote of the one at {}", at(i)), false);
        return out;
      }
      const std::string_view inside = raw.substr(i + 1, length - 1);
      if (c == '"' &&
          (expansion(inside, false) != std::string_view::npos || contains(inside, "$(") || contains(inside, "`")))
        leave(fmt::format("fills in or runs something in the quotes at {}", at(i)), false);
      out.value += c == '"' ? unescaped(inside, "\\\"$`") : std::string(inside);
      i += length + 1;
    } else if (c == '\\' && i + 1 < raw.size()) {
      leave(fmt::format("drops the '\\' {}", at(i)));
      out.value += raw[i + 1];
      i += 2;
    } else if (is_space(c)) {
      const std::string_view rest = trim(raw.substr(i));
      if (!rest.empty() && rest.front() != '#')
        leave(fmt::format("ends at the space {} and runs the rest as a command", at(i)));
      return out;
    } else if (contains("&;|<>()", std::string_view(&c, 1))) {
      leave(fmt::format("ends at '{}' {}", c, at(i)));
      return out;
    } else if (c == '`' || (c == '$' && i + 1 < raw.size() &&
                            (is_alnum(raw[i + 1]) || raw[i + 1] == '_' || raw[i + 1] == '{' || raw[i + 1] == '('))) {
      leave(fmt::format("fills in or runs something at '{}' {}", c, at(i)), false);
      out.value += c;
      ++i;
    } else {
      out.value += c;
      ++i;
    }
  }
  return out;
}

}  // namespace

std::array<DialectReading, 4> read_in_dialects(std::string_view raw) {
  raw = trim(raw);
  return {node(raw), python(raw), compose(raw), shell(raw)};
}

}  // namespace fingerpost
