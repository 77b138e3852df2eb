// What clients can read by address: the overview, the component map, the troubleshooting index, and by template a
// component, an entry of troubleshooting, and any pointer, live and masked.
#pragma once

#include <string>
#include <string_view>

#include "server/mcp/wire.h"
#include "server/workspace.h"

namespace fingerpost::mcp {

// The resources: the fixed ones, then the documents that the map knows at this moment (none while it is being made).
Json resource_list(Workspace& workspace);
Json resource_templates(const Workspace& workspace);

// What reading the one of this address waits for, right after the start.
Awaited awaited_by(const std::string& uri);

// The contents of one: {uri, mimeType, text}. Throws Fault with `not_found_code` where there is none.
Json read_resource(Workspace& workspace, const std::string& uri, int not_found_code);

// A number that is another one when what the resource shows may have changed; 0 where there is no such resource.
std::uint64_t state_of_resource(Workspace& workspace, const std::string& uri);

// The address of lines of a file; `repository` is "" where only one is served.
std::string pointer_uri(std::string_view path, int line_start, int line_end, std::string_view repository);

}  // namespace fingerpost::mcp
