// How an env file is spelt: lines, names, spaces, bytes.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.h"
#include "base/utf8.h"
#include "probes/env/env_rules.h"

namespace fingerpost {
namespace {

template <class Each>
void each_file(const EnvWorld& world, Each&& each) {
  for (const auto* files : {&world.files, &world.examples})
    for (const EnvFile* file : *files) each(*file);
}

// The lines that belong to no entry, and the first line of each entry.
template <class Each>
void each_line_outside(const EnvFile& file, Each&& each) {
  const Lines lines(file.text);
  std::size_t next = 0;
  for (int n = 1; n <= lines.count(); ++n) {
    while (next < file.entries.size() && file.entries[next].line_end < n) ++next;
    const EnvEntry* entry = nullptr;
    if (next < file.entries.size() && file.entries[next].line <= n) entry = &file.entries[next];
    if (entry == nullptr || entry->line == n) each(n, lines.line(n), entry);
  }
}

// The first place of a text in the file, as a line; 0 for none.
int line_with(const EnvFile& file, std::string_view what) {
  const std::size_t at = file.text.find(what);
  return at == std::string::npos ? 0 : Lines(file.text).line_of(at);
}

}  // namespace

void check_duplicate(const EnvWorld& world, EnvReport& report) {
  each_file(world, [&](const EnvFile& file) {
    std::map<std::string_view, const EnvEntry*> seen;
    for (const EnvEntry& entry : file.entries) {
      const auto [known, is_new] = seen.try_emplace(entry.name, &entry);
      if (is_new) continue;
      const bool same = known->second->value == entry.value;
      report.add(same ? Status::warn : Status::fail, file, entry,
                 fmt::format("set before in line {}, {}", known->second->line,
                             same ? "to the same value" : "to another value; this one counts, being the last"),
                 fmt::format("keep one of lines {} and {}", known->second->line, entry.line));
      known->second = &entry;
    }
  });
}

void check_syntax(const EnvWorld& world, EnvReport& report) {
  each_file(world, [&](const EnvFile& file) {
    bool in_key = false;  // lines of a key that was pasted without quotes
    each_line_outside(file, [&](int n, std::string_view whole, const EnvEntry* entry) {
      std::string_view line = trim(whole);
      if (n == 1 && line.starts_with("\xef\xbb\xbf")) line.remove_prefix(3);
      if (contains(line, "-----BEGIN ") && !(entry != nullptr && entry->line_end > entry->line)) {
        in_key = true;
        report.add(Status::fail, {file.path, n}, "a key of several lines without quotes: only its first line is read",
                   "put it in double quotes, or on one line with \\n for each line end");
        return;
      }
      if (in_key) {
        in_key = !contains(line, "-----END ");
        return;
      }
      if (line.empty() || line.front() == '#' || entry != nullptr) return;
      const bool has_sign = line.find('=') != std::string_view::npos;
      if (has_sign && (is_digit(line.front()) || line.front() == '='))
        report.add(Status::fail, {file.path, n},
                   line.front() == '=' ? "no name before '='" : "a name that begins with a digit",
                   "names are letters, digits and '_', and begin with a letter");
      else if (has_sign)
        report.add(Status::fail, {file.path, n}, "a name with characters that no reader takes",
                   "names are letters, digits and '_', and begin with a letter");
      else
        report.add(Status::fail, {file.path, n}, "neither a comment nor NAME=value: readers leave it out, or stop here",
                   "put '#' in front, or '=' behind the name");
    });
    for (const EnvEntry& entry : file.entries) {
      if (entry.name.find_first_of(".-") != std::string::npos)
        report.add(Status::warn, file, entry, "'.' or '-' in the name: a shell cannot set it", "use '_'");
      if (entry.exported)
        report.add(Status::warn, file, entry,
                   "'export' in front: shells and most libraries take it, docker's --env-file does not",
                   "leave 'export' out, and load the file with 'set -a' in shells");
    }
  });
}

void check_spaces(const EnvWorld& world, EnvReport& report) {
  each_file(world, [&](const EnvFile& file) {
    each_line_outside(file, [&](int n, std::string_view line, const EnvEntry* entry) {
      if (entry == nullptr) return;
      const std::size_t sign = line.find('=');
      if (sign == std::string_view::npos) return;
      const bool before = sign > 0 && is_space(line[sign - 1]);
      const bool after = sign + 1 < line.size() && is_space(line[sign + 1]) && !trim(line.substr(sign + 1)).empty();
      if (before || after)
        report.add(Status::fail, file, *entry,
                   fmt::format("a space {} '='", before && after ? "on both sides of"
                                                 : before        ? "before"
                                                                 : "behind"),
                   "write NAME=value without spaces: a shell takes the name for a command, docker keeps the space");
      else if (entry->line_end == n && !line.empty() && (line.back() == ' ' || line.back() == '\t'))
        report.add(Status::warn, file, *entry, "a space at the line's end", "remove it: some readers keep it");
      if (!line.empty() && is_space(line.front()))
        report.add(Status::warn, file, *entry, "a space before the name", "begin at the line's start");
    });
  });
}

void check_letter_case(const EnvWorld& world, EnvReport& report) {
  each_file(world, [&](const EnvFile& file) {
    for (const EnvEntry& entry : file.entries) {
      const bool lower =
          std::any_of(entry.name.begin(), entry.name.end(), [](char c) { return is_alpha(c) && !is_upper(c); });
      if (lower && !world.uses.met.count(entry.name))
        report.add(Status::warn, file, entry, "small letters in the name, which nothing here reads so",
                   "names of environment variables are in capitals, and case counts");
    }
  });
}

void check_line_ends(const EnvWorld& world, EnvReport& report) {
  each_file(world, [&](const EnvFile& file) {
    if (const int line = line_with(file, "\r"); line != 0)
      report.add(Status::fail, {file.path, line},
                 fmt::format("CRLF line ends: {}", file.text.find("\r\n") == std::string::npos
                                                       ? "carriage returns stand in the file"
                                                       : "shells and docker keep the carriage return in each value"),
                 "convert the file to LF (dos2unix, or the editor's line-end setting)");
  });
}

void check_encoding(const EnvWorld& world, EnvReport& report) {
  each_file(world, [&](const EnvFile& file) {
    if (file.text.starts_with("\xff\xfe") || file.text.starts_with("\xfe\xff")) {
      report.add(Status::fail, {file.path, 1}, "UTF-16: no reader of env files takes it", "save it as UTF-8");
      return;
    }
    if (file.text.starts_with("\xef\xbb\xbf"))
      report.add(Status::fail, {file.path, 1}, "a byte-order mark: it becomes a part of the first name",
                 "save it as UTF-8 without a byte-order mark");
    if (const std::size_t nul = file.text.find('\0'); nul != std::string::npos)
      report.add(Status::fail, {file.path, Lines(file.text).line_of(nul)}, "a NUL byte", "remove it");
    if (const int line = DecodedSource(file.text).first_invalid_line(); line != 0)
      report.add(Status::fail, {file.path, line}, "no valid UTF-8", "save it as UTF-8");
    for (const std::string_view quote : {"\xe2\x80\x9c", "\xe2\x80\x9d", "\xe2\x80\x98", "\xe2\x80\x99"})
      for (const EnvEntry& entry : file.entries)
        if (entry.value.starts_with(quote) || entry.value.ends_with(quote)) {
          report.add(Status::fail, file, entry, "typographic quotes, which are kept as a part of the value",
                     "use straight quotes");
          return;
        }
    if (const int line = line_with(file, "\xc2\xa0"); line != 0)
      report.add(Status::warn, {file.path, line}, "a no-break space, which looks like a space and is none",
                 "replace it by a space");
  });
}

}  // namespace fingerpost
