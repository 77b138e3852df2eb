#include "probes/env_file.h"

#include <algorithm>

#include "base/text.h"
#include "pointer-map/secrets.h"

namespace fingerpost {
namespace {

constexpr int kMostLines = 200;  // of one value: a private key has about fifty

bool in_variable_name(char c) {
  return is_alnum(c) || c == '_' || c == '.' || c == '-';
}

// ".env.staging.local" → "staging"; "prod.env" → "prod".
std::string environment_of(std::string_view path) {
  for (const std::string_view part : split(base_name(path), '.')) {
    std::string word = to_lower(part);
    if (word.empty() || word == "env" || word == "local" || word == "example" || word == "sample" ||
        word == "template" || word == "dist" || word == "defaults" || word == "default")
      continue;
    return word;
  }
  return {};
}

// What double quotes stand around, with its escapes resolved as node, python and compose do.
std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      out += text[i];
      continue;
    }
    switch (text[++i]) {
      case 'n': out += '\n'; break;
      case 'r': out += '\r'; break;
      case 't': out += '\t'; break;
      case '"': out += '"'; break;
      case '\\': out += '\\'; break;
      case '$': out += '$'; break;
      default: out.append({'\\', text[i]});
    }
  }
  return out;
}

// The closing quote in `line` at or after `from`; npos for none.
std::size_t closing_quote(std::string_view line, char quote, std::size_t from) {
  for (std::size_t i = from; i < line.size(); ++i) {
    if (quote == '"' && line[i] == '\\')
      ++i;
    else if (line[i] == quote)
      return i;
  }
  return std::string_view::npos;
}

class EnvFileReader {
 public:
  explicit EnvFileReader(std::string_view text) : lines_(text) {}

  std::vector<EnvEntry> read() {
    std::vector<EnvEntry> out;
    for (int n = 1; n <= lines_.count(); ++n) {
      std::string_view line = trim(lines_.line(n));
      if (n == 1 && line.starts_with("\xef\xbb\xbf")) line = trim(line.substr(3));
      EnvEntry entry;
      entry.line = entry.line_end = n;
      if (line.starts_with("export ")) {
        entry.exported = true;
        line = trim(line.substr(7));
      }
      std::size_t end = 0;
      while (end < line.size() && in_variable_name(line[end])) ++end;
      std::size_t sign = end;
      while (sign < line.size() && is_space(line[sign])) ++sign;
      if (end == 0 || is_digit(line[0]) || sign == line.size() || line[sign] != '=') continue;
      entry.name = std::string(line.substr(0, end));
      read_value(trim(line.substr(sign + 1)), entry);
      n = entry.line_end;
      out.push_back(std::move(entry));
    }
    return out;
  }

 private:
  void read_value(std::string_view rest, EnvEntry& entry) const {
    if (!rest.empty() && (rest.front() == '"' || rest.front() == '\'')) {
      const char quote = rest.front();
      std::string raw;
      std::string_view line = rest.substr(1);
      for (int n = entry.line; n <= std::min(lines_.count(), entry.line + kMostLines); ++n) {
        if (n > entry.line) {
          raw += '\n';
          line = lines_.line(n);
        }
        const std::size_t close = closing_quote(line, quote, 0);
        if (close != std::string_view::npos) {
          raw += line.substr(0, close);
          entry.quotes = quote == '"' ? EnvEntry::Quotes::twice : EnvEntry::Quotes::single;
          entry.value = quote == '"' ? unescaped(raw) : raw;
          entry.line_end = n;
          return;
        }
        raw += line;
      }
      // Never closed: an apostrophe, not a quote.
    }
    std::size_t end = rest.size();
    for (std::size_t i = 0; i < rest.size(); ++i)
      if (rest[i] == '#' && (i == 0 || is_space(rest[i - 1]))) {
        end = i;
        break;
      }
    entry.value = std::string(trim(rest.substr(0, end)));
  }

  Lines lines_;
};

}  // namespace

const EnvEntry* EnvFile::find(std::string_view name) const {
  const auto found =
      std::find_if(entries.rbegin(), entries.rend(), [&](const EnvEntry& entry) { return entry.name == name; });
  return found == entries.rend() ? nullptr : &*found;
}

EnvFile read_env_file(std::string path, std::string text) {
  EnvFile out;
  out.example = is_example_file(path);
  out.environment = environment_of(path);
  out.path = std::move(path);
  out.text = std::move(text);
  out.entries = EnvFileReader(out.text).read();
  return out;
}

}  // namespace fingerpost
