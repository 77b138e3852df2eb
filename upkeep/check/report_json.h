// A finding as JSON, the same over every face.
#pragma once

#include "base/json.h"
#include "upkeep/check/finding.h"

namespace fingerpost {

Json json_of(const CheckFinding& finding);

}  // namespace fingerpost
