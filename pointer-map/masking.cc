#include "pointer-map/masking.h"

#include <algorithm>

#include "base/text.h"
#include "pointer-map/credential.h"
#include "pointer-map/secrets.h"

namespace fingerpost {
namespace {

bool is_word_byte(char c) {
  return is_alnum(c) || c == '_' || c == '-';
}

bool is_quote(char c) {
  return c == '"' || c == '\'' || c == '`';
}

// The bytes that a secret without spaces may be made of.
bool is_value_byte(char c) {
  return !is_space(c) && c != '"' && c != '\'' && c != '`' && c != ',' && c != ';' && c != ')' && c != '<' && c != '>';
}

// Appends `line` to `out` with credentials that can be told by their own look hidden: URL userinfo, known token shapes,
// long random words, bearer tokens.
void append_masking_words(std::string_view line, std::string& out) {
  std::size_t at = 0;
  std::size_t no_sign_before = 0;  // what was looked through for an '@' in vain
  const bool may_hold_password = may_hold_typed_password(line);
  while (at < line.size()) {
    if (may_hold_password && (at == 0 || is_space(line[at - 1]) || is_quote(line[at - 1])) && is_value_byte(line[at])) {
      std::size_t end = at;
      while (end < line.size() && is_value_byte(line[end])) ++end;
      if (is_typed_password(line.substr(at, end - at))) {
        out.append(kMask);
        at = end;
        continue;
      }
    }
    if (line.compare(at, 3, "://") == 0) {
      std::size_t end = at + 3;
      std::size_t sign = std::string_view::npos;
      while (end < line.size() && is_value_byte(line[end]) && line[end] != '/') {
        if (line[end] == '@') sign = end;
        ++end;
      }
      // A password may hold an unencoded '/' or '#', and an '@' later in the word still ends it: the last one of its
      // part.
      if (sign == std::string_view::npos && line.substr(at + 3, end - at - 3).find(':') != std::string_view::npos) {
        std::size_t i = std::max(end, no_sign_before);
        for (; i < line.size() && is_value_byte(line[i]) && (sign == std::string_view::npos || line[i] != '/'); ++i)
          if (line[i] == '@') sign = i;
        if (sign == std::string_view::npos) no_sign_before = i;
      }
      if (sign != std::string_view::npos) {
        const std::string_view userinfo = line.substr(at + 3, sign - at - 3);
        const auto colon = userinfo.find(':');
        if (colon != std::string_view::npos && !is_placeholder(userinfo.substr(colon + 1))) {
          out.append(line.substr(at, 3)).append(userinfo.substr(0, colon + 1)).append(kMask);
          at = sign;
          continue;
        }
        out.append(line.substr(at, sign - at));
        at = sign;
        continue;
      }
      out.append("://");
      at += 3;
      continue;
    }
    if (is_word_byte(line[at])) {
      std::size_t end = at;
      while (end < line.size() && (is_word_byte(line[end]) ||
                                   ((line[end] == '.' || line[end] == '+' || line[end] == '/' || line[end] == '=') &&
                                    end + 1 < line.size() && is_word_byte(line[end + 1]))))
        ++end;
      const std::string_view word = line.substr(at, end - at);
      // Only the first stretch without '=' or '/' is passed over, so that what follows is looked at by itself.
      std::size_t next = at;
      while (next < end && is_word_byte(line[next])) ++next;
      const std::string_view first = line.substr(at, next - at);
      const bool pathlike = word.find('/') != std::string_view::npos && !is_credential(word.substr(0, word.find('/')));
      const bool option = first.starts_with("--") && next < end && line[next] == '=';
      if (!pathlike && !option && is_credential(word)) {
        out.append(kMask);
        at = end;
        continue;
      }
      if (is_credential(first))
        out.append(kMask);
      else
        out.append(first);
      at = next;
      continue;
    }
    out += line[at++];
  }
}

// Where the value of "name = value", "name: value", "--name value" or "name=value" begins in the line, when the name is
// a secret's; npos otherwise. `from` is where to look, and moves behind the name.
struct Assignment {
  std::size_t value = std::string_view::npos;
  std::size_t end = 0;
};

// The same in XML, for the name at [at, end): <name>VALUE</name>, <add key="name" value="VALUE"/>, <p
// name="name">VALUE</p>.
Assignment xml_assignment(std::string_view line, std::size_t at, std::size_t end) {
  if (at == 0 || end >= line.size()) return {};
  const char before = line[at - 1];
  if ((before == '"' || before == '\'') && at >= 2 && line[at - 2] == '=' && line[end] == before) {
    ++end;
    while (end < line.size() && is_space(line[end])) ++end;
    if (line.substr(end).starts_with("value=") && end + 7 < line.size()) {
      const std::size_t value = end + 6;
      const auto close = line.find(line[value], value + 1);
      return {value, close == std::string_view::npos ? line.size() : close + 1};
    }
  } else if (before != '<') {
    return {};
  }
  if (end >= line.size() || line[end] != '>') return {};
  const auto stop = std::min(line.find('<', end), line.size());
  return stop > end + 1 ? Assignment{end + 1, stop} : Assignment{};
}

Assignment next_secret_assignment(std::string_view line, std::size_t from, bool any_name) {
  for (std::size_t at = from; at < line.size();) {
    if (!is_word_byte(line[at]) ||
        (at > 0 && (is_word_byte(line[at - 1]) || line[at - 1] == '$' || line[at - 1] == '{'))) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < line.size() && (is_word_byte(line[end]) || line[end] == '.')) ++end;
    std::string_view name = line.substr(at, end - at);
    if (const Assignment found = xml_assignment(line, at, end);
        found.value != std::string_view::npos && is_secret_name(name))
      return found;
    const bool option = name.starts_with("-");  // --password VALUE
    while (name.starts_with("-")) name.remove_prefix(1);
    std::size_t value = end;
    if (value < line.size() && (line[value] == '"' || line[value] == '\'' || line[value] == '`')) ++value;
    while (value < line.size() && (line[value] == ' ' || line[value] == '\t')) ++value;
    bool assigned = false;
    if (value < line.size() && (line[value] == '=' || line[value] == ':')) {
      const bool scheme = line.compare(value, 3, "://") == 0;
      const char sign = line[value];
      ++value;
      if (value < line.size() && (line[value] == '=' || line[value] == '>')) ++value;
      while (value < line.size() && (line[value] == ' ' || line[value] == '\t')) ++value;
      // "token:abc" in prose without a space is still an assignment; "http://" is not.
      assigned = !scheme && (sign == '=' || sign == ':');
    } else if (option && value > end && value < line.size() && line[value] != '-') {
      assigned = true;
    }
    if (assigned && value < line.size() && (any_name || is_secret_name(name))) {
      Assignment found;
      found.value = value;
      std::size_t stop = value;
      const char quote = line[value];
      if (quote == '"' || quote == '\'' || quote == '`') {
        stop = line.find(quote, value + 1);
        stop = stop == std::string_view::npos ? line.size() : stop + 1;
      } else if (any_name) {
        stop = line.size();
      } else {
        while (stop < line.size() && !is_space(line[stop]) && line[stop] != '"' && line[stop] != '\'' &&
               line[stop] != '`')
          ++stop;
        while (stop > value &&
               (line[stop - 1] == ',' || line[stop - 1] == ';' || line[stop - 1] == ')' || line[stop - 1] == '.'))
          --stop;
      }
      found.end = stop;
      if (stop > value) return found;
    }
    at = std::max(end, at + 1);
  }
  return {};
}

bool looks_like_prose(std::string_view value, std::string_view rest) {
  // "Password: enter the one you were given" explains; "password: hunter2" tells.
  for (char c : value)
    if (!is_alpha(c)) return false;
  rest = trim(rest);
  return !rest.empty() && is_alpha(rest.front());
}

std::string mask_line(std::string_view line, bool hide_all_values, bool env) {
  std::string out;
  std::size_t at = 0;
  const std::string_view bare = trim(line);
  if (env && hide_all_values) {
    const auto sign = line.find('=');
    // A comment explains what a value means with an arrow: "# weekly => Rotate log files weekly".
    const bool arrow = !bare.empty() && bare.front() == '#' && line.compare(std::min(sign, line.size()), 2, "=>") == 0;
    if (sign != std::string_view::npos && !arrow) {
      std::string_view name = trim(line.substr(0, sign));
      while (!name.empty() && (name.front() == '#' || is_space(name.front()))) name.remove_prefix(1);
      if (starts_with_ignoring_case(name, "export ")) name = trim(name.substr(7));
      const auto named = [&](auto&& holds) { return !name.empty() && std::all_of(name.begin(), name.end(), holds); };
      const bool empty = trim(line.substr(sign + 1)).empty();
      // Without a value there is nothing to hide; but the end of an encoded one ends in "=" too.
      if (empty && named([](char c) { return is_upper(c) || is_digit(c) || c == '_'; })) return std::string(line);
      if (!empty && named([](char c) { return is_alnum(c) || c == '_' || c == '.' || c == '-'; }))
        return std::string(line.substr(0, sign + 1)) + std::string(kMask);
    }
    // What is no assignment may be a part of one.
    if (!bare.empty() && bare.front() != '#') return std::string(kMask);
    // What makes a comment of it is no part of its first word.
    if (!bare.empty()) at = line.find('#') + 1;
    out = line.substr(0, at);
  }
  while (at < line.size()) {
    const Assignment found = next_secret_assignment(line, at, false);
    if (found.value == std::string_view::npos) break;
    append_masking_words(line.substr(at, found.value - at), out);
    std::string_view value = line.substr(found.value, found.end - found.value);
    const std::string_view inner = unquoted(value);
    // Masked as the password of an address before, what follows is its host.
    const bool masked = inner == kMask || (inner.starts_with(kMask) && inner.substr(kMask.size()).starts_with('@'));
    if (inner.empty() || masked || is_placeholder(inner) || looks_like_prose(inner, line.substr(found.end))) {
      append_masking_words(value, out);
    } else if (value.size() != inner.size() && value.front() == value.back()) {
      out.append(value.substr(0, 1)).append(kMask).append(value.substr(0, 1));
    } else {
      out.append(kMask);
    }
    at = found.end;
  }
  append_masking_words(line.substr(at), out);
  return out;
}

// The quote with which the value of an env file's line begins and which it does not close; '\0' for none.
char quote_left_open(std::string_view line) {
  line = trim(line);
  const auto sign = line.find('=');
  if (sign == std::string_view::npos || line.front() == '#') return '\0';
  const std::string_view value = trim(line.substr(sign + 1));
  if (value.empty() || (value.front() != '"' && value.front() != '\'')) return '\0';
  return value.find(value.front(), 1) != std::string_view::npos ? '\0' : value.front();
}

}  // namespace

std::string mask_secrets(std::string_view text, std::string_view path) {
  const bool env = is_env_file(path);
  const bool hide_all = env && !is_example_file(path);
  std::string out;
  out.reserve(text.size() + 16);
  bool in_key_block = false;
  char quote = '\0';  // of a value of an env file that spans lines
  std::size_t start = 0;
  while (start <= text.size()) {
    auto end = text.find('\n', start);
    const bool last = end == std::string_view::npos;
    if (last) end = text.size();
    const std::string_view line = text.substr(start, end - start);
    if (contains(line, "-----BEGIN") && contains(line, "PRIVATE KEY")) {
      in_key_block = true;
      out.append(line);
    } else if (in_key_block && contains(line, "-----END")) {
      in_key_block = false;
      out.append(line);
    } else if (in_key_block) {
      out.append(kMask);
    } else if (quote != '\0') {
      out.append(kMask);
      if (line.find(quote) != std::string_view::npos) quote = '\0';
    } else {
      out += mask_line(line, hide_all, env);
      if (hide_all) quote = quote_left_open(line);
    }
    if (last) break;
    out += '\n';
    start = end + 1;
  }
  return out;
}

}  // namespace fingerpost
