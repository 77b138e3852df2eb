#include "upkeep/check/names_in_files.h"

#include <unordered_map>
#include <vector>

#include "base/text.h"
#include "upkeep/check/other_files.h"

namespace fingerpost {
namespace {

// Words as programs write them, one way: "database-url", "databaseUrl" and "DATABASE_URL" are "database_url".
std::string plain_word(std::string_view word) {
  std::string out;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char c = word[i];
    const bool humps = is_upper(c) && i > 0 && !is_upper(word[i - 1]) && is_alpha(word[i - 1]);
    if (humps) out += '_';
    out += c == '-' || c == '.' ? '_' : is_upper(c) ? static_cast<char>(c + 32) : c;
  }
  return out;
}

class NamesInFiles {
 public:
  explicit NamesInFiles(const std::set<std::string>& wanted) {
    for (const std::string& name : wanted) {
      whole_[to_lower(name)].push_back(name);
      tails_[to_lower(name.substr(name.find('_') + 1))].push_back(name);
      // Two underscores part the levels of settings: SHOP_DB__MAX_SIZE is max_size of db.
      if (const auto nested = name.rfind("__"); nested != std::string::npos && nested + 2 < name.size())
        whole_[to_lower(name.substr(nested + 2))].push_back(name);
      prefixes_.emplace(to_lower(name_prefix(name)), false);
    }
  }

  void read(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
      if (!is_alnum(text[at]) && text[at] != '_') {
        ++at;
        continue;
      }
      std::size_t end = at;
      while (end < text.size() && (is_alnum(text[end]) || text[end] == '_' || text[end] == '-' || text[end] == '.'))
        ++end;
      if (end - at >= 3 && end - at <= 120) read_word(text.substr(at, end - at), at > 0 ? text[at - 1] : ' ');
      at = end;
    }
  }

  void take_out(std::set<std::string>& wanted) const {
    for (const std::string& name : found_) wanted.erase(name);
    for (const std::string& name : found_by_tail_)
      if (prefixes_.at(to_lower(name_prefix(name)))) wanted.erase(name);
  }

 private:
  void read_word(std::string_view text, char before) {
    std::string word = plain_word(text);
    while (word.ends_with('_') && !prefixes_.contains(word)) word.pop_back();
    if (const auto prefix = prefixes_.find(word); prefix != prefixes_.end()) prefix->second = true;
    // "APP" in quotes is a prefix as settings libraries take it.
    if (before == '"' || before == '\'')
      if (const auto prefix = prefixes_.find(word + "_"); prefix != prefixes_.end()) prefix->second = true;
    for (std::size_t from = 0;;) {
      const std::string end = word.substr(from);
      if (const auto known = whole_.find(end); known != whole_.end())
        found_.insert(known->second.begin(), known->second.end());
      if (const auto known = tails_.find(end); known != tails_.end())
        found_by_tail_.insert(known->second.begin(), known->second.end());
      from = word.find('_', from);
      if (from == std::string::npos) return;
      ++from;
    }
  }

  using ByWord = std::unordered_map<std::string, std::vector<std::string>>;
  ByWord whole_;
  ByWord tails_;
  std::unordered_map<std::string, bool> prefixes_;  // whether it stands by itself somewhere
  std::set<std::string> found_;
  std::set<std::string> found_by_tail_;
};

}  // namespace

std::string name_prefix(std::string_view name) {
  return std::string(name.substr(0, name.find('_') + 1));
}

void take_out_named(Evidence& evidence, std::set<std::string>& wanted) {
  NamesInFiles names(wanted);
  if (each_other_file(evidence, [&](std::string_view bytes) { names.read(bytes); }))
    names.take_out(wanted);
  else
    wanted.clear();
}

}  // namespace fingerpost
