// The flags of a command line are places, wherever code defines them.
#include <gtest/gtest.h>

#include "indexer/read_source.h"
#include "tests/support/outline.h"

namespace fingerpost {
namespace {

TEST(CommandFlags, OfGoAreFoundWithTheirDefaults) {
  const std::string text =
      "package main\n"
      "\n"
      "func bind(fs *flag.FlagSet, f *Flags) {\n"
      "\tfs.IntVar(&f.Retries, \"max-retries\", 5, \"How often a parcel is sent again.\")\n"
      "\tfs.StringVarP(&f.Depot, \"depot\", \"d\", \"north\", \"depot to sort for\")\n"
      "\tfs.Var(&f.Lanes, \"open-lanes\", \"lanes that take parcels\")\n"
      "\tdry := flag.Bool(\"dry-run\", false, `only print (and\n"
      "\t\tcount)`)\n"
      "\tlog.String(\"shelf-name\", shelf)\n"
      "\tapp.Flag(\"scan-timeout\", \"Longest scan.\").\n"
      "\t\tDefault(\"30s\").Duration()\n"
      "\t_ = &cli.StringFlag{Name: \"label-printer\", Value: \"lp0\", Usage: \"printer, (by name)\"}\n"
      "}\n";
  EXPECT_EQ(outline("cmd/sorter/main.go", text),
            "setting '--max-retries' 4 fallback =max-retries\n"
            "setting '--depot' 5 fallback\n"
            "setting '--open-lanes' 6 =open-lanes\n"
            "setting '--dry-run' 7-8 fallback =dry-run\n"
            "setting '--scan-timeout' 10-11 fallback =scan-timeout\n"
            "setting '--label-printer' 12 fallback =label-printer\n");
  const Reading reading = read_text("cmd/sorter/main.go", text);
  EXPECT_EQ(reading.places[1].name, "max-retries");
  EXPECT_EQ(reading.places[1].text, "IntVar(&f.Retries, \"max-retries\", 5, \"How often a parcel is sent again.\")");
  EXPECT_EQ(reading.places[2].name, "") << "an everyday word names nothing by itself";
}

TEST(CommandFlags, OfPythonAreFoundInCallsAndDecorators) {
  EXPECT_EQ(outline("sorter/cli.py",
                    "parser.add_argument('-w', '--worker_count', type=int, default=4, help='how many')\n"
                    "parser.add_argument('parcel')\n"
                    "browser.add_argument('--window-size=800,600')\n"
                    "@click.option(\n"
                    "    '--label-size',\n"
                    "    help=\"it's printed\",\n"
                    ")\n"
                    "def main(size: str = typer.Option('A6', '--paper')): pass\n"),
            "setting '--worker_count' 1 fallback =worker_count\n"
            "setting '--label-size' 4-7 =label-size\n"
            "setting '--paper' 8\n");
}

TEST(CommandFlags, OfOtherLanguagesAreFoundByTheirLibraries) {
  EXPECT_EQ(outline("cli.ts",
                    "program.option('-p, --port <number>', 'where it listens', '8080')\n"
                    "  .requiredOption('--depot <name>', 'which depot');\n"
                    "yargs.option('lanes', { describe: 'open lanes', default: 3 });\n"
                    "emitter.on('error', (e) => fail('--never'));\n"),
            "setting '--port' 1 fallback\nsetting '--depot' 2\nsetting '--lanes' 3 fallback\n");
  EXPECT_EQ(outline("main.rs",
                    "struct Args {\n"
                    "    /// How many parcels a batch holds.\n"
                    "    #[arg(short, long, default_value_t = 50)]\n"
                    "    batch_size: usize,\n"
                    "    #[arg(short)]\n"
                    "    quiet: bool,\n"
                    "}\n"
                    "let x = Arg::new(\"d\").long(\"depot-name\").default_value(\"north\");\n"),
            "setting '--batch-size' 2-4 fallback =batch-size\nsetting '--depot-name' 8 fallback =depot-name\n");
  EXPECT_EQ(outline("sort.rb",
                    "opts.on('-n', '--lanes N', 'how many') { |n| n }\n"
                    "method_option :shelf_count, type: :numeric,\n"
                    "              default: 3\n"
                    "opts.on \"--[no-]dry-run\", \"print only\"\n"),
            "setting '--lanes' 1\nsetting '--shelf-count' 2-3 fallback =shelf-count\nsetting '--dry-run' 4 =dry-run\n");
  EXPECT_EQ(outline("sort.cc",
                    "DEFINE_int32(lane_count, 3, \"open lanes\");\n"
                    "ABSL_FLAG(std::string, depot, \"north\", \"which\");\n"),
            "setting '--lane_count' 1 fallback =lane_count\nsetting '--depot' 2 fallback\n");
  EXPECT_EQ(outline("Sort.java", "@Option(names = {\"-l\", \"--lanes\"}, defaultValue = \"3\")\nint lanes;\n"),
            "setting '--lanes' 1 fallback\n");
  EXPECT_EQ(outline("Sort.php", "$this->addOption('depot', 'd', InputOption::VALUE_REQUIRED, 'which', 'north');\n"),
            "setting '--depot' 1 fallback\n");
}

TEST(CommandFlags, OfScriptsAreThoseTheyListOrTakeApart) {
  EXPECT_EQ(outline("tools/sort.sh",
                    "#!/bin/sh\n"
                    "usage() {\n"
                    "  cat <<EOF\n"
                    "  -l, --lanes N   open lanes (default 3)\n"
                    "EOF\n"
                    "}\n"
                    "case \"$1\" in\n"
                    "  -l|--lanes) shift ;;\n"
                    "  --depot=*)\n"
                    "    depot=${1#*=}\n"
                    "    ;;\n"
                    "esac\n"
                    "curl --silent \"$url\" --output x)\n"),
            "command 'sort.sh' 1-13\nsetting '--lanes' 4 fallback\nsetting '--depot' 9-11\n");
}

TEST(CommandFlags, WhatNeverCloses) {
  std::string text;
  for (int i = 0; i < 3000; ++i) text += "add_argument('--a', (";
  EXPECT_EQ(outline("a.py", text), "");
}

}  // namespace
}  // namespace fingerpost
