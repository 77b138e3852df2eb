// The notes of documents that were left for later while they were read.
#pragma once

#include "base/file_root.h"
#include "base/result.h"
#include "indexer/index.h"
#include "pointer-map/map.h"

namespace fingerpost {

// Reads every source of the map that lacks its notes again, by `options.threads`, and puts them in, batch by batch. One
// that is not as it was indexed is left for the run that indexes it. False when it was cancelled.
Result<bool> note_rest(const Root& root, Map& map, const IndexOptions& options);

}  // namespace fingerpost
