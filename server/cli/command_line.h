// The command line: every tool as a subcommand, and what only a person at a shell does (index, mcp).
#pragma once

namespace fingerpost {

// Exit statuses: 0 found, 1 not known or findings, 2 usage, 3 failed.
int run_command_line(int argc, char** argv);

}  // namespace fingerpost
