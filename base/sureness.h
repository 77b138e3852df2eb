// When an answer says of itself that it is not sure.
#pragma once

namespace fingerpost {

// With less confidence than this an answer is more likely wrong than right (references/ranking.md has the tables).
inline constexpr double kSureFrom = 0.5;

}  // namespace fingerpost
