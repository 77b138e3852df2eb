// Where the services of a repository stand beside each other, and where one of them is missing: its logs target, its
// line in a preflight script, its entry of the component map, its page among the specifications. What belongs to a
// service is not listed anywhere; it is read off from what the others have.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "upkeep/check/evidence.h"

namespace fingerpost {

// A place that most services have alike: words of one form in one file ("logs-*" in the Makefile), or files of one form
// ("docs/services/*.md").
struct SharedPlace {
  std::string path;  // of the file; for a form of paths the form itself
  std::string form;  // of the word, with '*' for the name; "*" for the name by itself; "" for a form of paths
  int line = 0;  // of the service itself where it is there, else of the sibling that it would stand beside; 0 for paths
  bool there = false;
  std::vector<std::string> others;  // the siblings that have it, sorted
};

struct Siblings {
  std::string name;                 // as the configuration writes it
  std::vector<std::string> all;     // the services, or the workloads of a cluster, with it; sorted
  std::vector<SharedPlace> places;  // missing ones first, those that more siblings have before others
  bool cut = false;                 // there was more to look through than 48 MiB
};

// Code::not_found with the nearest names for a name that is none of them. At most 40 places; files over 256 KiB, locks
// and change logs are not looked through.
Result<Siblings> siblings_of(Evidence& evidence, std::string_view name);

// A line a place.
std::string siblings_page(const Siblings& siblings);

}  // namespace fingerpost
