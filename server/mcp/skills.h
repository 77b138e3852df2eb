// The skill that comes with the program, served to assistants (skills extension, SEP-2640): the same bytes as skill/.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "server/mcp/wire.h"

namespace fingerpost::mcp {

// Its files as resources, SKILL.md first.
Json skill_resources();
// The contents of one of its files; nothing for another address.
std::optional<Json> skill_file(std::string_view uri);
// What skills/list shows of it: {uri, frontmatter, resources: [{uri, digest, size}]}.
Json skill_list();
// The files and folders directly below a folder; nothing where it is no folder of the skill.
std::optional<Json> skill_directory(std::string_view uri);

}  // namespace fingerpost::mcp
