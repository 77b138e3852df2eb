#include "troubleshooting-index/code_table.h"

#include <algorithm>

#include "base/text.h"

namespace fingerpost {

extern const std::string_view codes_data;  // codes.txt, by the build

namespace {

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  for (std::string_view word : split(text, ' '))
    if (!trim(word).empty()) words.emplace_back(to_lower(trim(word)));
  return words;
}

// The name under which a code of the family is shown.
std::string shown(std::string_view family, std::string_view name) {
  if (family == "sqlstate") return "SQLSTATE " + std::string(name);
  if (family == "http") return "HTTP " + std::string(name);
  if (family == "exit") return "exit " + std::string(name);
  if (family == "grpc") return "gRPC " + std::string(name);
  if (family == "mysql") return "MySQL " + std::string(name);
  if (family == "curl") return "curl " + std::string(name);
  return std::string(name);
}

bool is_number(std::string_view text) {
  return std::all_of(text.begin(), text.end(), is_digit);
}

// Whether a spelling is so particular that its case does not matter.
bool known_in_lower_case(std::string_view spelling) {
  if (spelling.size() < 5) return false;
  std::size_t capitals = 0;
  bool lower = false;
  for (const char c : spelling) {
    capitals += is_upper(c) || is_digit(c) || c == '_' ? 1u : 0u;
    lower = lower || (c >= 'a' && c <= 'z');
  }
  if (lower) return capitals >= 2;
  return spelling.front() == 'E' ||
         std::any_of(spelling.begin(), spelling.end(), [](char c) { return is_digit(c) || c == '_'; });
}

}  // namespace

const CodeTable& CodeTable::built_in() {
  static const CodeTable table = parse(codes_data);
  return table;
}

CodeTable CodeTable::parse(std::string_view text) {
  CodeTable out;
  std::string family;
  for (std::string_view line : split(text, '\n')) {
    line = trim(line);
    if (line.empty() || line.front() == '#') continue;
    if (line.front() == '[') {
      family = std::string(line.substr(1, line.find(']') - 1));
      continue;
    }
    const std::vector<std::string_view> parts = split(line, '|');
    if (parts.size() < 2) continue;
    std::vector<std::string_view> spellings;
    for (std::string_view spelling : split(trim(parts[0]), ' '))
      if (!spelling.empty()) spellings.push_back(spelling);
    if (spellings.empty()) continue;
    const std::size_t index = out.codes_.size();
    out.codes_.push_back({shown(family, spellings.front()), words_of(parts[1]), family, false});
    for (std::string_view spelling : spellings) {
      out.of_family_.emplace(family + "/" + std::string(spelling), index);
      if (is_number(spelling)) continue;
      out.names_.emplace(spelling, index);
      out.name_sieve_.add(spelling);
      if (known_in_lower_case(spelling)) out.names_.emplace(to_lower(spelling), index);
    }
    if (parts.size() < 3) continue;
    for (std::string_view wording : split(parts[2], ';')) {
      std::vector<std::string> words = words_of(wording);
      if (words.empty()) continue;
      const std::string first = words.front();
      out.wording_sieve_.add(first);
      out.wordings_[first].push_back({std::move(words), index});
    }
  }
  return out;
}

const ErrorCode* CodeTable::named(std::string_view spelling, std::string_view family) const {
  if (family.empty()) {
    const auto found = names_.find(spelling);
    return found == names_.end() ? nullptr : &codes_[found->second];
  }
  const auto found = of_family_.find(std::string(family) + "/" + std::string(spelling));
  return found == of_family_.end() ? nullptr : &codes_[found->second];
}

const std::vector<CodeTable::Wording>& CodeTable::wordings(std::string_view first_word) const {
  static const std::vector<Wording> kNone;
  const auto found = wordings_.find(first_word);
  return found == wordings_.end() ? kNone : found->second;
}

}  // namespace fingerpost
