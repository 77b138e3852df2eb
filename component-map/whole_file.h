// A script or workflow that is asked for answers as a whole: "the script that wipes the cache" is about what stands
// anywhere in it, and what a workflow is and what starts it stands at its beginning.
#pragma once

#include <vector>

#include "component-map/question.h"
#include "pointer-map/map.h"
#include "pointer-map/retrieval.h"

namespace fingerpost {

// The workflows among the files of `candidates` where the question asks for one, else the scripts where it asks for
// those and speaks of no workflow, each as its document: with all groups that its places hold together, and the score
// of the best. In the order of `candidates`.
std::vector<Candidate> whole_files(Map& map, const Question& question, const std::vector<Candidate>& candidates);

}  // namespace fingerpost
