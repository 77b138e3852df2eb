// The flags of a command line where source code defines them, with their defaults and what they are for.
#pragma once

#include <cstdint>
#include <string_view>

#include "pointer-map/pointer.h"

namespace fingerpost {

// Adds a `setting` place "--name" (role fallback where the code gives a default) for every flag that a source file
// defines: by the calls of the usual libraries (fs.IntVar(&x, "name", 5, "…"), add_argument("--name"),
// @click.option("--name"), .option('--name <n>'), Arg::new(…).long("name"), opts.on("--name"), DEFINE_int32(name, …),
// @Option(names = "--name")) or as fields (#[arg(long)] name: …, &cli.IntFlag{Name: "name"}). `path` tells the
// language. Linear.
void add_command_flags(std::string_view path, std::string_view text, std::int32_t under, Reading& out);

// The same of a shell script: the options that its usage text lists, and those that a case takes apart (--name).
void add_shell_flags(std::string_view text, std::int32_t under, Reading& out);

}  // namespace fingerpost
