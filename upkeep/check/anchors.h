// The anchors that a document offers to links: its headings' slugs and the ids that it sets.
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "upkeep/check/mentions.h"

namespace fingerpost {

// The slug of a heading's plain text as GitHub makes it: lower case, letters, digits, hyphens and underscores kept, a
// space becomes a hyphen, all else goes. Letters beyond ASCII are kept.
std::string github_slug(std::string_view heading);

class Anchors {
 public:
  explicit Anchors(const CheckedDocument& document);

  // Whether a link to "#fragment" arrives, by GitHub's rules or those of the common site generators.
  bool has(std::string_view fragment) const;
  // Parts of the page come from elsewhere (an include, a component), so that not all of its anchors are known.
  bool open_ended() const { return open_ended_; }
  // Documents that it takes in as a whole, as written; whoever has them gives their anchors to take_in(), or says that
  // one is not to be had by open_up().
  const std::vector<std::string>& included() const { return included_; }
  void take_in(const Anchors& included);
  void open_up() { open_ended_ = true; }
  // GitHub's slugs in order, for suggestions.
  const std::vector<std::string>& slugs() const { return slugs_; }

 private:
  std::vector<std::string> slugs_;
  std::unordered_set<std::string> all_;
  std::vector<std::string> included_;
  bool open_ended_ = false;
};

}  // namespace fingerpost
