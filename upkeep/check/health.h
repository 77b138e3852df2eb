// The state of a repository's documents on one page, and as a badge.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/file_root.h"
#include "base/result.h"
#include "pointer-map/health_history.h"
#include "pointer-map/map.h"
#include "upkeep/check/check.h"

namespace fingerpost {

struct Health {
  std::size_t documents = 0;
  std::size_t pointers = 0;  // links into the repository and paths in code spans
  std::size_t dead = 0;      // of those
  std::size_t drifted = 0;   // values stated otherwise than configured
  std::size_t named = 0;     // services, targets, workflows and variables that are offered …
  std::size_t covered = 0;   // … and that documents mention
  std::size_t tasks_done = 0;
  std::size_t tasks_open = 0;
  struct Checklist {
    std::string path;
    std::size_t done = 0;
    std::size_t open = 0;
  };
  std::vector<Checklist> checklists;  // the most open tasks first
  struct Status {
    std::string path;
    std::string said;
    int line = 1;
  };
  std::vector<Status> statuses;  // of documents that say one and are not done, by path
  std::size_t statuses_done = 0;
  // What the rules for information found, and where the first of each is: "docs/a.md:12".
  struct Offence {
    std::size_t count = 0;
    std::string first;
  };
  Offence lost;             // pointers that are dead
  Offence repeated;         // values that stand where a pointer should
  Offence unguided;         // alerts without a runbook
  Offence unfounded;        // entries of the component map without a definitive source
  Offence unmentioned;      // of what is offered by name
  std::size_t copying = 0;  // documents that repeat values, or state them otherwise than configured
  std::size_t alerts = 0;
  std::size_t entries = 0;  // of the component map

  // How old documents are, where git knows, and which of them are older than the files that they point at.
  struct Age {
    std::string path;
    std::int64_t touched = 0;  // seconds since the epoch
    int changes = 0;           // since then, in files that it points at
    std::string changed_most;  // the one of these files with the most of them
  };
  std::vector<Age> behind;          // with changes, the most first
  std::size_t dated = 0;            // documents whose age is known
  std::int64_t median_touched = 0;  // of these, and of the oldest
  Age oldest;

  // From the journal, which health_of() does not see: questions that nobody could answer, and when the oldest of them
  // was first asked (seconds since the epoch).
  std::size_t open_gaps = 0;
  std::size_t closed_gaps = 0;
  std::int64_t oldest_gap = 0;

  // The five things that keep an index trustworthy, each as a share. Where there is nothing of a kind, `whole` is 0.
  struct Indicator {
    std::string_view name;
    std::string_view of;  // what is counted: "links and paths that resolve"
    std::size_t good = 0;
    std::size_t whole = 0;
    std::string first;  // the first place that falls short, or ""
    int score() const;  // 0 to 100
  };
  std::vector<Indicator> indicators() const;

  // 0 to 100: pointers that resolve, less what drifted.
  int score() const;
};

// REQUIRES: the map is as the tree is now.
Result<Health> health_of(const Root& root, Map& map);

// `earlier`: what was kept of other days, the newest last.
std::string health_page(const Health& health, const std::vector<HealthPoint>& earlier = {});
// A flat badge as SVG; the endpoint badge of shields.io as JSON.
std::string badge_svg(const Health& health);
std::string badge_json(const Health& health);

}  // namespace fingerpost
