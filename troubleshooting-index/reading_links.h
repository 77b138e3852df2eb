// Where a message says that more can be read: an address that is no part of the problem.
#pragma once

#include <string>

namespace fingerpost {

// What a line says without "(Background on this error at: https://…)", "More info: https://…", "See https://…"; of a
// longer sentence that ends in such an address, without the address alone. What remains may be nothing. Pure, linear;
// any thread.
std::string without_links_to_read(std::string said);

}  // namespace fingerpost
