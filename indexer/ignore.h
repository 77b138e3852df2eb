// Ignore rules as git has them (gitignore(5)): negation, anchoring, directories only, **, classes, escapes.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace fingerpost {

// Whether the pattern matches all of the text, '*' and '?' not crossing '/', as git's wildmatch does with WM_PATHNAME.
bool glob_matches(std::string_view pattern, std::string_view text);

// The rules of one ignore file.
class IgnoreRules {
 public:
  enum class Verdict { none, ignored, kept };

  // `directory` is where the file stands, relative to the root, "" for the root itself.
  IgnoreRules(std::string directory, std::string_view text);

  // What the last rule that matches says of a path (relative to the root, below `directory`).
  Verdict verdict(std::string_view path, bool is_directory) const;
  bool empty() const { return rules_.empty(); }

 private:
  struct Rule {
    std::string pattern;
    bool negated = false;
    bool directory_only = false;
    bool whole_path = false;  // has a slash: matched against the path; otherwise against the base name
    std::size_t prefix = 0;   // bytes before the first wildcard
    bool one_star = false;    // a single star is its only wildcard: "*.log", "build-*"
    bool literal = false;     // no wildcard in it
  };
  // What a subject must begin and end with to fit a rule; 0 for anything. Most rules are told apart by these, from one
  // small stretch of memory.
  struct Ends {
    char first = 0;
    char last = 0;
    bool directory_only = false;
    bool whole_path = false;
  };
  static bool fits(const Rule& rule, std::string_view subject);
  std::string directory_;
  std::vector<Rule> rules_;
  std::vector<Ends> ends_;  // of each rule
};

// The ignore files in force at a directory: its own before its parent's, and so on up. Immutable and shared between
// threads.
struct IgnoreScope {
  std::vector<IgnoreRules> rules;  // of this directory, the most binding first
  std::shared_ptr<const IgnoreScope> parent;

  bool ignores(std::string_view path, bool is_directory) const;
};

}  // namespace fingerpost
