// A script that is asked for answers as a whole: "the script that wipes the cache" is about what stands anywhere in it.
#pragma once

#include <vector>

#include "component-map/question.h"
#include "pointer-map/map.h"
#include "pointer-map/retrieval.h"

namespace fingerpost {

// The scripts among the files of `candidates`, each as its document: with all groups that its places hold together, and
// the score of the best. None unless the question asks for a script, and for no workflow. In the order of `candidates`.
std::vector<Candidate> whole_scripts(Map& map, const Question& question, const std::vector<Candidate>& candidates);

}  // namespace fingerpost
