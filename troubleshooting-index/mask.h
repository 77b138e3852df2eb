// One line of a log with what differs from case to case replaced by fixed marks, so that two cases of one problem read
// the same: <time> <uuid> <ip> <hex> <id> <path> <user> <email> <duration> <size> <version> <num>.
// Kept, since they tell what happened: ports, HTTP statuses, exit codes, error numbers, error codes, base names of
// paths, scheme and host of URLs. Colours and the head of the line (see log_lines.h) are cut off.
// One pass, linear in the length of the line; masking twice changes nothing more; never throws; any thread.
#pragma once

#include <string>
#include <string_view>

namespace fingerpost {

// Whether a number behind this word and a colon counts or identifies (pid:9132) and is no port.
bool counts_something(std::string_view word);

std::string mask_variables(std::string_view line);

}  // namespace fingerpost
