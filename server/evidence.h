// What runs now held against the entries of a diagnosis. The probes that an entry or the symptom names (by port,
// variable, service or product) are run within one deadline; an entry that a failing probe supports rises, one whose
// every probe passes falls. Here because the rooms of entries and of probes do not know each other.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "troubleshooting-index/diagnose.h"

namespace fingerpost {

class Repository;

struct Sight {
  std::string name;      // of the probe
  std::string target;    // without credentials; "" where it has none
  std::string status;    // of the outcome; "" for a probe that was not run
  std::string evidence;  // what was seen and where the target is written; one line
};
Json json_of(const std::vector<Sight>& sights);

struct ProbeEvidence {
  std::vector<std::vector<Sight>> entries;  // of each entry of the reply, in its order
  std::vector<Sight> failing;               // what fails, whether or not an entry is about it
};

inline constexpr std::chrono::milliseconds kEvidenceTime{3'000};

// Runs what could tell, and sorts the reply's entries by it. What is to be said of an entry is put into its `why`.
Result<ProbeEvidence> gather_evidence(Repository& repository, std::string_view symptom, DiagnoseReply& reply);

// The probes that could tell, by name; reads nothing and reaches nothing.
ProbeEvidence probes_for(std::string_view symptom, const DiagnoseReply& reply);

// Runs preflight: what fails, as a symptom to ask for ("" where nothing does) and as evidence.
struct Ailing {
  std::string symptom;
  std::vector<Sight> failing;
  std::string verdict;
};
Result<Ailing> look_for_trouble(Repository& repository);

}  // namespace fingerpost
