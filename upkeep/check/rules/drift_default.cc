// Defaults of variables that documents state otherwise than they are set: in tables, and in sentences.
#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "pointer-map/masking.h"
#include "pointer-map/secrets.h"
#include "upkeep/check/evidence.h"
#include "upkeep/check/rule.h"
#include "upkeep/check/stated.h"

namespace fingerpost {
namespace {

std::string_view bare(std::string_view text) {
  while (text.size() >= 2 && (text.front() == '`' || text.front() == '"' || text.front() == '\'') &&
         text.back() == text.front())
    text = trim(text.substr(1, text.size() - 2));
  return text;
}

// A default as a document states it.
struct StatedDefault {
  const CheckedDocument* document;
  int line;
  int column;
  std::string_view name;
  std::string_view value;
  int width;  // of the value as it is written, with its quotes
};

// Whether a value can be held against another: neither a word for none nor a text that only tells of one.
bool is_comparable(std::string_view stated) {
  if (stated.empty() || stated.find_first_of(" <>`|*$(") != std::string_view::npos || stated == "-" || stated == "—" ||
      contains(stated, "…"))
    return false;
  static constexpr std::array<std::string_view, 11> kWords = {"none", "unset", "null",   "empty", "required", "yes",
                                                              "no",   "n/a",   "random", "auto",  "generated"};
  return !among(kWords, to_lower(stated));
}

// The finding about a default that is stated otherwise than it is set; nothing where that cannot be told.
std::optional<CheckFinding> held_against(Evidence& evidence, const StatedDefault& one) {
  const Inventory& known = evidence.inventory();
  if (one.name.empty() || is_secret_name(one.name) || !is_comparable(one.value) ||
      one.document->is_past_or_planned(one.line))
    return std::nullopt;
  const auto place = known.defaults.find(one.name);
  if (place == known.defaults.end()) return std::nullopt;
  // A fallback in a compose file decides before an example of an env file does.
  const Declared* decisive = nullptr;
  std::set<std::string> values;
  for (const Role role : {Role::fallback, Role::declared}) {
    for (const Declared& declared : place->second)
      if (declared.role == role) {
        if (decisive == nullptr) decisive = &declared;
        values.insert(declared.value);
      }
    if (decisive != nullptr) break;
  }
  if (decisive == nullptr || values.size() != 1 || equal_ignoring_case(*values.begin(), one.value)) return std::nullopt;
  if (is_placeholder(*values.begin()) && decisive->role == Role::declared) return std::nullopt;
  // What code falls back to may be what is stated, and an example says nothing of what code falls back to.
  if (const auto places = known.variables.find(one.name); places != known.variables.end())
    for (const Declared& declared : places->second) {
      if (decisive->role == Role::declared && declared.role == Role::read) return std::nullopt;
      auto file = evidence.live().read(declared.path);
      if (file && declared.line <= (*file)->lines->count() && contains((*file)->lines->line(declared.line), one.value))
        return std::nullopt;
    }
  CheckFinding finding;
  finding.path = one.document->path();
  finding.line = one.line;
  finding.column = one.column;
  finding.width = one.width;
  const std::string shown = mask_secrets(*values.begin(), "x");
  finding.message = fmt::format("the default of {} is stated as '{}' and set to '{}'", one.name, clip(one.value, 60),
                                clip(shown, 60));
  finding.other_path = decisive->path;
  finding.other_line = decisive->line;
  // An example's value need not be the default of the program.
  if (decisive->role == Role::declared) finding.severity = CheckLevel::info;
  if (shown == *values.begin() && decisive->role == Role::fallback)
    finding.fix = Replacement{std::string(one.value), *values.begin()};
  return finding;
}

// Defaults in the rows of tables that have a column of them.
void read_tables(const CheckedDocument& document, std::vector<StatedDefault>& out) {
  std::size_t column = std::string::npos;
  std::size_t name_column = 0;
  bool in_table = false;
  for (int n = 1; n <= document.lines().count(); ++n) {
    const auto cells = written_cells(document.lines().line(n));
    if (cells.empty() || document.is_code(n)) {
      in_table = false;
      continue;
    }
    if (!in_table) {
      in_table = true;
      column = std::string::npos;
      for (std::size_t i = 0; i < cells.size(); ++i) {
        const std::string head = to_lower(bare(cells[i].text));
        if (head == "default" || head == "default value" || head == "defaults" || head == "default (compose)")
          column = i;
        if (head == "variable" || head == "name" || head == "env" || head == "environment variable") name_column = i;
      }
      continue;
    }
    if (column >= cells.size() || name_column >= cells.size()) continue;
    out.push_back({&document, n, cells[column].column, variable_in_span(bare(cells[name_column].text)),
                   bare(cells[column].text), static_cast<int>(cells[column].text.size())});
  }
}

// Defaults in sentences: "`SHOP_WORKERS` (default: `2`)", "`SHOP_WORKERS` … defaults to `2`". Only of a line that names
// one variable.
void read_sentences(const CheckedDocument& document, std::vector<StatedDefault>& out) {
  static constexpr std::array<std::string_view, 9> kBetween = {"default",          "default:",  "default is",
                                                               "default value is", "defaults:", "default value:",
                                                               "default value",    "default =", "defaults to"};
  const auto& mentions = document.mentions();
  for (auto mention = mentions.begin(); mention != mentions.end();) {
    const int n = mention->line;
    const Mention* named = nullptr;
    const Mention* value = nullptr;
    int names = 0;
    for (; mention != mentions.end() && mention->line == n; ++mention) {
      if (mention->kind != Mention::Kind::span) continue;
      if (!variable_in_span(mention->text).empty()) {
        named = &*mention;
        ++names;
        continue;
      }
      // What stands before it, without the tick that opens it.
      const std::string_view before =
          trim(document.lines().line(n).substr(0, static_cast<std::size_t>(std::max(0, mention->column - 2))));
      const auto at = to_lower(before).rfind("default");
      if (named != nullptr && value == nullptr && at != std::string::npos &&
          among(kBetween, to_lower(trim(before.substr(at)))))
        value = &*mention;
    }
    if (names == 1 && value != nullptr && written_cells(document.lines().line(n)).empty())
      out.push_back({&document, n, value->column, variable_in_span(named->text), value->text,
                     static_cast<int>(value->text.size())});
  }
}

void check_drift_default(Evidence& evidence, CheckFindings& out) {
  if (evidence.inventory().defaults.empty()) return;
  for (const auto& document : evidence.documents()) {
    if (document->is_hypothetical()) continue;
    std::vector<StatedDefault> stated;
    read_tables(*document, stated);
    read_sentences(*document, stated);
    for (const StatedDefault& one : stated)
      if (auto finding = held_against(evidence, one)) out.push_back(std::move(*finding));
  }
}

}  // namespace

extern const Rule drift_default_rule;
const Rule drift_default_rule = {"drift-default", CheckLevel::warning,
                                 "a variable's default is stated otherwise than it is set", check_drift_default};

}  // namespace fingerpost
