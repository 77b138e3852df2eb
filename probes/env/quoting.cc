// Quotes, and what readers make of a value.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "probes/env/dialects.h"
#include "probes/env/env_rules.h"

namespace fingerpost {
namespace {

// What stands behind the '=' of an entry's first line.
std::string_view raw_value(const Lines& lines, const EnvEntry& entry) {
  const std::string_view line = lines.line(entry.line);
  const std::size_t sign = line.find('=');
  return sign == std::string_view::npos ? std::string_view() : trim(line.substr(sign + 1));
}

}  // namespace

void check_quotes(const EnvWorld& world, EnvReport& report) {
  for (const auto* files : {&world.files, &world.examples})
    for (const EnvFile* file : *files) {
      const Lines lines(file->text);
      for (const EnvEntry& entry : file->entries) {
        const std::string_view raw = raw_value(lines, entry);
        if (raw.empty() || entry.quotes != EnvEntry::Quotes::none) continue;
        const bool opens = raw.front() == '"' || raw.front() == '\'';
        const bool closes = raw.size() > 1 && (raw.back() == '"' || raw.back() == '\'');
        if (opens)
          report.add(Status::fail, *file, entry, "a quote that is never closed", "close it, or remove it");
        else if (closes && std::count(raw.begin(), raw.end(), raw.back()) == 1)
          report.add(Status::fail, *file, entry,
                     "a closing quote without an opening one, which becomes a part of the value",
                     "put the other quote in front, or remove this one");
      }
    }
}

void check_readers(const EnvWorld& world, EnvReport& report) {
  for (const EnvFile* file : world.files) {
    const Lines lines(file->text);
    for (const EnvEntry& entry : file->entries) {
      if (entry.line_end != entry.line) continue;
      const auto readings = read_in_dialects(raw_value(lines, entry));
      // Python is the plainest; whoever differs from it says why. The shell alone is a warning: few files are meant
      // for it, and quotes heal it.
      std::vector<std::string> differ;
      bool only_shell = true;
      for (const DialectReading& one : readings) {
        if (one.known && one.value == readings[1].value && readings[1].known) continue;
        if (!one.known && contains(one.because, "fills in a variable") && contains(entry.value, "${")) continue;
        if (one.because.empty()) {
          if (&one != &readings[1])
            differ.push_back(fmt::format("{} reads {} characters", one.reader, one.value.size()));
        } else {
          differ.push_back(fmt::format("{} {}", one.reader, one.because));
        }
        only_shell = only_shell && one.reader == "the shell";
      }
      // ${NAME} is meant to be filled in, by whoever can.
      if (differ.empty() || (contains(entry.value, "${") && only_shell)) continue;
      if (only_shell && entry.value.find_first_of(" &;|<>()\\`$") == std::string::npos) continue;
      report.add(only_shell ? Status::warn : Status::fail, *file, entry,
                 fmt::format("readers differ: {}; it has {} characters", join(differ, ", "), entry.value.size()),
                 "put the value in single quotes, which all of them read alike");
    }
  }
}

}  // namespace fingerpost
