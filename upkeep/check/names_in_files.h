// Whether names that documents give occur anywhere else, in whatever writing.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "upkeep/check/evidence.h"

namespace fingerpost {

// "SHOP_" of "SHOP_REDIS_URL"; "" for a name without an underscore.
std::string name_prefix(std::string_view name);

// Takes out of `wanted` (names whose words are parted by underscores) every one that a file which is no document has in
// it: whole, in any writing ("DATABASE_URL", "database-url", "databaseUrl"), as the end of a longer name, or its part
// behind the first underscore where programs put names together, which they do where the prefix stands by itself
// ("APP_"). All of them where there is too much to look through (96 MiB).
void take_out_named(Evidence& evidence, std::set<std::string>& wanted);

}  // namespace fingerpost
