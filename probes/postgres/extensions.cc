#include "probes/postgres/extensions.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "probes/postgres/examine.h"

namespace fingerpost {
namespace {

constexpr std::size_t kMostSqlFiles = 500;
constexpr std::size_t kMostExtensions = 50;

// The words of a line up to the end of the statement, without quotes; a comment ends it.
std::vector<std::string> words_of_statement(std::string_view line) {
  std::vector<std::string> out;
  std::string word;
  for (std::size_t i = 0; i <= line.size(); ++i) {
    const char c = i < line.size() ? line[i] : ' ';
    if (is_alnum(c) || c == '_' || (c == '-' && !word.empty())) {
      word += c;
    } else {
      if (!word.empty()) out.push_back(std::move(word));
      word.clear();
      if (c == '#' || (c == '-' && out.empty())) break;
    }
  }
  return out;
}

std::string extension_in(std::string_view line, bool ruby) {
  const std::vector<std::string> words = words_of_statement(line);
  if (ruby) return words.size() > 1 && words[0] == "enable_extension" ? words[1] : std::string();
  std::size_t at = 2;
  if (words.size() < 3 || !equal_ignoring_case(words[0], "create") || !equal_ignoring_case(words[1], "extension"))
    return {};
  if (equal_ignoring_case(words[2], "if")) at = 5;
  return at < words.size() ? words[at] : std::string();
}

}  // namespace

void read_extensions(const std::string& path, std::string_view text, std::vector<WantedExtension>& out) {
  const bool ruby = extension_of(path) == "rb";
  if (!ruby && extension_of(path) != "sql") return;
  const Lines lines(text);
  for (int n = 1; n <= lines.count() && out.size() < kMostExtensions; ++n) {
    const std::string_view line = trim(lines.line(n));
    if (line.empty() || (line.front() | 0x20) != (ruby ? 'e' : 'c')) continue;
    std::string name = extension_in(line, ruby);
    const auto same = [&](const WantedExtension& one) { return one.name == name; };
    if (!name.empty() && name.size() < 64 && std::none_of(out.begin(), out.end(), same))
      out.push_back({std::move(name), {path, n}});
  }
}

void check_postgres_extensions(PostgresSession& session, const Surroundings& around, const Deadline& deadline,
                               Outcome& out) {
  std::vector<WantedExtension> wanted;
  std::size_t looked = 0;
  for (const std::string& path : around.paths()) {
    if (extension_of(path) != "sql" && !(extension_of(path) == "rb" && contains(path, "db/"))) continue;
    if (++looked > kMostSqlFiles || deadline.passed()) break;
    if (const auto text = around.read(path)) read_extensions(path, text->bytes, wanted);
  }
  if (wanted.empty()) return;
  const auto rows =
      ask_postgres(session, "extensions", "SELECT name, installed_version IS NOT NULL FROM pg_available_extensions",
                   deadline, out, Status::warn);
  if (!rows) return;
  std::set<std::string> offered;
  std::set<std::string> created;
  for (std::size_t row = 0; row < rows->rows.size(); ++row) {
    offered.insert(rows->text(row, 0));
    if (rows->text(row, 1) == "t") created.insert(rows->text(row, 0));
  }
  bool all = true;
  for (const WantedExtension& one : wanted) {
    if (created.contains(one.name)) continue;
    all = false;
    const bool there = offered.contains(one.name);
    out.add("extensions", there ? Status::warn : Status::fail,
            there ? fmt::format("{} was not created in this database", one.name)
                  : fmt::format("the server does not offer {}", one.name),
            there ? "run the migrations, as a role that may create it"
                  : "install its package on the server, or use an image that has it")
        .source = one.at;
  }
  if (all) out.add("extensions", Status::pass, fmt::format("{} are there", wanted.size()));
}

}  // namespace fingerpost
