// The commands of a program where source code defines them, with what they are for.
#pragma once

#include <cstdint>
#include <string_view>

#include "pointer-map/pointer.h"

namespace fingerpost {

// Adds a `command` place for every command that a source file defines for a command line:
// cobra.Command{Use: "…", Short: "…"}, cli.Command{Name: …, Usage: …}, add_parser("…", help="…"),
// .command('…').description('…'), #[AsCommand(name: '…')], $signature = '…', desc '…' before a task of rake, and the
// file itself in Django's management/commands. Linear.
void add_subcommands(std::string_view path, std::string_view text, std::int32_t under, Reading& out);

}  // namespace fingerpost
