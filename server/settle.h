// Waiting for a change of files to be over: an editor writes several at a time, a switch of branches thousands.
#pragma once

#include <vector>

namespace fingerpost {

// Called when one of `changes` (see Repository::change_descriptor) is readable. Returns once nothing more was told for
// a moment: after 0.15 s at most for the changes of a person, later while thousands keep coming. Returns early, false,
// when one of `interrupts` is readable. Takes nothing from any of them.
bool wait_until_quiet(const std::vector<int>& changes, const std::vector<int>& interrupts);

}  // namespace fingerpost
