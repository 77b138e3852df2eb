#include "probes/env/env_rules.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

#include "base/process.h"
#include "base/text.h"
#include "probes/env/gather.h"
#include "probes/probes.h"
#include "probes/run.h"
#include "tests/support/surrounded.h"

namespace fingerpost {
namespace {

std::vector<EnvFinding> findings_in(const Surroundings& around, const std::string& directory = "") {
  return check_env(gather_env_world(around, directory, Deadline(std::chrono::seconds(30))));
}

std::string line_of(const EnvFinding& one) {
  return fmt::format("{} {} {} | {}", one.rule, name_of(one.status), one.at.text().empty() ? "-" : one.at.text(),
                     one.seen);
}

// The findings of one rule, without those that were skipped.
std::vector<std::string> found(const Surrounded& repository, std::string_view rule) {
  std::vector<std::string> out;
  const Surroundings around = repository.around();
  for (const EnvFinding& one : findings_in(around))
    if (one.rule == rule && one.status != Status::skip) out.push_back(line_of(one));
  return out;
}

using Texts = std::vector<std::string>;

// A shop with a fault for every rule.
const Surrounded& faulty_shop() {
  static const Surrounded* shop = new Surrounded({
      {".env.example",
       "# what the shop "
       "needs\nDATABASE_URL=postgres://postgres:postgres@localhost:5432/shop\nREDIS_URL=redis://localhost:6379\n"
       "JWT_SECRET=change_me\nPORT=3000\nSTRIPE_KEY=\nLEGACY_FLAG=false\nMAX_ITEMS=20\n"
       "ANALYTICS_TOKEN=9fK2mQ7xVt4LpZ8rWc3NbY6h\n"},
      {".env",
       "\xef\xbb\xbf"
       "DATABSE_URL=postgres://shop:hunter2pass@localhost:5432/shop\n"
       "REDIS_URL=rediss://localhost:6379\r\n"
       "JWT_SECRET=\n"
       "PORT=70000\n"
       "PORT=3001\n"
       "export STRIPE_KEY=sk_live_51HqVbExample0123456789\n"
       "session_name = shop\n"
       "GREETING=\"hello\n"
       "SMTP_PASSWORD=ab#cd1234efgh\n"
       "this line is nothing\n"
       "9LIVES=cat\n"
       "API_URL=http://localhost:4555/v1\n"
       "ENABLE_CACHE=maybe\n"
       "SESSION_TTL=soon\n"
       "MAX_ITEMS=many\n"
       "SESSION_SECRET=0d5f8a3c9b7e1246a8c0e2f4b6d8091735bdf7a9\n"
       "COOKIE_SECRET=0d5f8a3c9b7e1246a8c0e2f4b6d8091735bdf7a9\n"
       "NODE_ENV=production\n"},
      {".env.local", "PORT=3005\n"},
      {".env.production",
       "DATABASE_URL=postgresql://app:p#w&d@x@db.abcdef.supabase.co:5432/postgres\n"
       "REDIS_URL=redis://:s3cr3tpassw0rdlong@eu-north-1.upstash.io:6379\n"
       "JWT_SECRET=secret\n"
       "SESSION_SECRET=0d5f8a3c9b7e1246a8c0e2f4b6d8091735bdf7a9\n"
       "PORT=3000\n"
       "API_URL=http://localhost:3000\n"
       "STRIPE_KEY=sk_test_51HqVbExample0123456789\n"
       "NODE_ENV=development\n"
       "DEBUG=true\n"
       "CORS_ORIGIN=*\n"
       "NODE_TLS_REJECT_UNAUTHORIZED=0\n"
       "QUEUE_URL=amqp://guest@queue\n"
       "BROKEN_URL=http://example.com:99999/x\n"},
      {".env.staging", "WORKERS=2\n"},
      {"docker-compose.yml",
       "services:\n  db:\n    image: postgres:16\n    environment:\n      POSTGRES_USER: shop\n      "
       "POSTGRES_PASSWORD: elsewise1\n"
       "      POSTGRES_DB: shop\n    ports:\n      - \"5433:5432\"\n  api:\n    build: .\n    environment:\n"
       "      DATABASE_URL: postgres://shop:elsewise1@localhost:5432/shop\n      MAIL_KEY: ${MAIL_KEY:?set the mail "
       "key}\n"
       "      REGION: ${REGION}\n      MODE: ${MODE:-fast}\n"},
      {"fly.toml", "app = \"shop\"\nprimary_region = \"syd\"\n"},
      {"Dockerfile", "FROM node:20\nCOPY . .\n"},
      {"src/config.ts",
       "export const config = {\n  database: process.env.DATABASE_URL!,\n  jwt: process.env.JWT_SECRET,\n"
       "  port: process.env.PORT || '3000',\n  redis: process.env.REDIS_URL,\n  stripe: process.env.STRIPE_KEY,\n"
       "  cache: process.env.ENABLE_CACHE === 'true',\n  sentry: process.env.SENTRY_DSN,\n"
       "  workers: process.env.WORKERS || '1',\n};\n"},
  });
  return *shop;
}

TEST(EnvRules, FindEveryFaultOfAFaultyShop) {
  const Surroundings around = faulty_shop().around();
  std::string text;
  std::set<std::string_view> rules;
  for (const EnvFinding& one : findings_in(around)) {
    text += line_of(one) + "\n";
    if (one.status != Status::skip) rules.insert(one.rule);
  }
  const std::string golden = std::string(FINGERPOST_SOURCE_DIR) + "/tests/golden/env-findings.txt";
  if (std::getenv("FINGERPOST_UPDATE_GOLDENS") != nullptr) std::ofstream(golden) << text;
  std::ifstream in(golden);
  std::ostringstream expected;
  expected << in.rdbuf();
  EXPECT_EQ(text, expected.str());
  for (const EnvRule& rule : env_rules()) EXPECT_EQ(rules.count(rule.name), 1u) << rule.name << " found nothing";
}

TEST(EnvRules, NeverShowASecret) {
  const Surroundings around = faulty_shop().around();
  std::string text;
  for (const EnvFinding& one : findings_in(around)) text += one.seen + "\n" + one.advice + "\n" + one.key + "\n";
  for (const std::string_view secret : {"hunter2pass", "sk_live_51", "cd1234efgh", "0d5f8a3c", "p#w", "&d@x",
                                        "s3cr3tpassw0rd", "sk_test_51", "9fK2mQ7x", "ab#cd"})
    EXPECT_FALSE(contains(text, secret)) << secret;
}

TEST(EnvRules, FindNothingInACarefulRepository) {
  const Surrounded repository(
      {{".env.example", "DATABASE_URL=postgres://app:app@localhost:5433/app\nPORT=3000\n"},
       {".env", "DATABASE_URL=postgres://app:app@localhost:5433/app\nPORT=3000\n"},
       {"compose.yml",
        "services:\n  db:\n    image: postgres:16\n    environment: {POSTGRES_USER: app, POSTGRES_PASSWORD: app, "
        "POSTGRES_DB: app}\n    ports: [\"127.0.0.1:5433:5432\"]\n"},
       {"main.py", "import os\nurl = os.environ['DATABASE_URL']\nport = os.getenv('PORT', '3000')\n"}});
  const Surroundings around = repository.around();
  for (const EnvFinding& one : findings_in(around)) EXPECT_EQ(one.status, Status::skip) << line_of(one);
}

TEST(EnvRules, TellASlipOfThePenFromANameOfItsOwn) {
  const Surrounded repository({{".env.example", "DATABASE_URL=x://y\nDB_HOST=a\nDB_PORT=5432\n"},
                               {".env", "DATABSE_URL=x://y\nDB_HOST=a\nDB_PORT=5432\n"},
                               {"a.js", "process.env.DATABASE_URL; process.env.DB_HOST; process.env.DB_PORT\n"}});
  EXPECT_EQ(found(repository, "missing"), Texts({"missing fail .env:1 | DATABASE_URL - not set, but DATABSE_URL is: a "
                                                 "slip of the pen? .env.example:1 lists it"}));
}

TEST(EnvRules, AskForAnEnvFileWhereThereIsOnlyAnExample) {
  const Surrounded repository({{".env.example", "PORT=3000\n"}});
  EXPECT_EQ(found(repository, "missing"),
            Texts({"missing fail .env.example:1 | there is .env.example, but no env file beside it"}));
}

TEST(EnvRules, TakeRequiredListsAndSchemasForDemands) {
  const Surrounded repository(
      {{".env", "A_ONE=1\n"},
       {"src/check.js", "const required = ['A_ONE', 'B_TWO'];\n"},
       {"src/env.ts",
        "const schema = z.object({\n  C_THREE: z.string().url(),\n  D_FOUR: "
        "z.string().optional(),\n});\nschema.parse(process.env)\n"},
       {"app/settings.py", "class Settings(BaseSettings):\n    e_five: str\n    f_six: int = 3\n"},
       {"run.sh", ": \"${G_SEVEN:?no seven}\"\n"}});
  EXPECT_EQ(found(repository, "missing"),
            Texts({"missing fail .env | B_TWO - not set; src/check.js:1 stops without it",
                   "missing fail .env | C_THREE - not set; src/env.ts:2 stops without it",
                   "missing fail .env | E_FIVE - not set; app/settings.py:2 stops without it",
                   "missing fail .env | G_SEVEN - not set; run.sh:1 stops without it"}));
}

TEST(EnvRules, DemandWhatADocumentCallsRequiredAndCodeReads) {
  const Surrounded repository(
      {{".env", "PORT=1\n"},
       {"src/app.js",
        "start(process.env.MAIL_KEY, process.env.SHOP_URL, process.env.TRACE_URL, process.env.DEPLOY_KEY);\n"},
       {"docs/env.md",
        "# Settings\n\n| Variable | Required | Meaning |\n|---|---|---|\n| `MAIL_KEY` | Yes | of the mail service |\n"
        "| `TRACE_URL` | No | |\n| `NEVER_READ` | Yes | |\n\n## Required variables\n\n- `SHOP_URL`: where it is\n\n"
        "## Required secrets in production\n\n- `DEPLOY_KEY`\n"}});
  EXPECT_EQ(found(repository, "missing"),
            Texts({"missing warn .env | DEPLOY_KEY - not set; src/app.js:1 reads it without a default",
                   "missing fail .env | MAIL_KEY - not set; docs/env.md:5 says that it is required, and src/app.js:1 "
                   "reads it",
                   "missing fail .env | SHOP_URL - not set; docs/env.md:11 says that it is required, and src/app.js:1 "
                   "reads it",
                   "missing warn .env | TRACE_URL - not set; src/app.js:1 reads it without a default"}));
}

TEST(EnvRules, CompareExampleCodeAndComposeFourWays) {
  const Surrounded repository(
      {{".env.example",
        "DATABASE_URL=postgresql://user:password@localhost:5432/app\nJWT_SECRET=your-secret-here\nAPI_BASE_URL=http://"
        "localhost:3000\n"},
       {"docker-compose.yml", "services:\n  api:\n    build: .\n    environment:\n      REDIS_URL: ${REDIS_URL}\n"},
       {"src/config.ts",
        "const port = process.env.PORT || '3000';\nconst level = process.env.LOG_LEVEL || 'info';\nconst url = "
        "process.env.DATABASE_URL;\n"
        "const secret = process.env.JWT_SECRET;\nif (process.env.NODE_ENV === 'production') {}\n"}});
  EXPECT_EQ(found(repository, "undocumented"),
            Texts({"undocumented warn .env.example | LOG_LEVEL - src/config.ts:2 reads it, and the example lacks it",
                   "undocumented warn .env.example | NODE_ENV - src/config.ts:5 reads it, and the example lacks it",
                   "undocumented warn .env.example | PORT - src/config.ts:1 reads it, and the example lacks it",
                   "undocumented warn .env.example | REDIS_URL - docker-compose.yml:5 refers to it, and the example "
                   "lacks it"}));
  EXPECT_EQ(found(repository, "unread"), Texts({"unread warn .env.example:3 | API_BASE_URL - nothing here reads it"}));
}

TEST(EnvRules, TakeATableOfADocumentForWhatIsKnown) {
  const Surrounded repository({{".env.example", "A_B=1\n"},
                               {".env", "A_B=1\nCLERK_KEY_ID=2\nOTHER_THING=3\n"},
                               {"a.js", "process.env.A_B\n"},
                               {"docs/env.md", "| Variable | Source |\n|---|---|\n| `CLERK_*` | Clerk |\n"}});
  EXPECT_EQ(found(repository, "unused"),
            Texts({"unused warn .env:3 | OTHER_THING - nothing here reads it, and the example does not list it"}));
}

TEST(EnvRules, ShowWhichCharactersOfAPasswordToEncode) {
  const Surrounded repository({{".env", "DATABASE_URL=postgres://app:ab#c@d/e%f@db.example.com:5432/app\n"}});
  EXPECT_EQ(found(repository, "url-encoding"),
            Texts({"url-encoding fail .env:1 | DATABASE_URL - the password has 4 characters that must be encoded: '#' "
                   "at 3 (%23), '@' at 5 (%40), "
                   "'/' at 7 (%2F), '%' at 9 (%25)"}));
  const Surrounded encoded(
      {{".env",
        "DATABASE_URL=postgres://app:ab%23c%40d@db.example.com:5432/app\nB_URL=http://localhost:3000/@vite/client\n"}});
  EXPECT_TRUE(found(encoded, "url-encoding").empty());
  const Surrounded twice({{".env", "DATABASE_URL=postgres://app:ab%2523c@db.example.com:5432/app\n"}});
  EXPECT_EQ(found(twice, "url-encoding"),
            Texts({"url-encoding warn .env:1 | DATABASE_URL - the password looks encoded twice: '%25' at 3"}));
}

TEST(EnvRules, WantTlsWhereTheServerIsManaged) {
  const Surrounded repository({{".env",
                                "A_REDIS_URL=redis://:x@eu1.upstash.io:6379\nB_REDIS_URL=rediss://"
                                ":x@eu1.upstash.io:6379\nC_REDIS_URL=redis://localhost\n"
                                "D_DATABASE_URL=postgres://a:b@localhost/x?sslmode=require\nE_DATABASE_URL=postgres://"
                                "a:b@x.neon.tech/x?sslmode=disable\n"
                                "F_DATABASE_URL=postgres://a:b@x.neon.tech/x?sslmode=require\n"}});
  const auto lines = found(repository, "transport");
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_TRUE(contains(lines[0], "transport fail .env:1"));
  EXPECT_TRUE(contains(lines[1], "transport warn .env:4"));
  EXPECT_TRUE(contains(lines[2], "transport fail .env:5"));
}

TEST(EnvRules, AreStricterWithProductionThanWithADeveloper) {
  const Surrounded repository(
      {{".env", "DB_PASSWORD=postgres\nJWT_SECRET=short\nDATABASE_URL=postgres://postgres:postgres@localhost/x\n"},
       {".env.production",
        "DB_PASSWORD=postgres\nJWT_SECRET=short\nDATABASE_URL=postgres://postgres:postgres@db.example.com/x\n"}});
  EXPECT_EQ(found(repository, "weak-secret"),
            Texts({"weak-secret warn .env:2 | JWT_SECRET - 5 characters, where 32 are the least",
                   "weak-secret fail .env.production:1 | DB_PASSWORD - a placeholder or a default that everybody knows",
                   "weak-secret fail .env.production:2 | JWT_SECRET - 5 characters, where 32 are the least",
                   "weak-secret fail .env.production:3 | DATABASE_URL - the password in the URL is a placeholder or a "
                   "default that everybody knows"}));
}

TEST(EnvRules, SeeWhereOneDeployedEnvironmentRunsWithADefault) {
  const Surrounded repository(
      {{"src/config.py", "import os\nTIMEOUT = os.getenv('QUEUE_TIMEOUT', '30')\nHOST = os.environ['API_HOST']\n"},
       {".env.staging", "QUEUE_TIMEOUT=5\nAPI_HOST=a.example.com\n"},
       {".env.production", "API_HOST=b.example.com\n"},
       {".env", "API_HOST=localhost\n"}});
  EXPECT_EQ(found(repository, "parity"),
            Texts({"parity warn .env.staging:1 | QUEUE_TIMEOUT - set here, while production runs with the default of "
                   "src/config.py:2"}));
  const Surrounded alone({{"src/config.py", "import os\nTIMEOUT = os.getenv('QUEUE_TIMEOUT', '30')\n"},
                          {".env.production", "QUEUE_TIMEOUT=5\n"}});
  EXPECT_TRUE(found(alone, "parity").empty());
}

TEST(EnvRules, SeeThatComposePublishesAnotherPort) {
  const Surrounded repository(
      {{".env", "DATABASE_URL=postgres://app:app@localhost:5432/app\n"},
       {"compose.yml", "services:\n  db:\n    image: postgres:16\n    ports:\n      - 5433:5432\n"}});
  EXPECT_EQ(
      found(repository, "compose-agreement"),
      Texts({"compose-agreement fail .env:1 | DATABASE_URL - port 5432, while compose.yml:5 publishes db on 5433"}));
  const Surrounded inside(
      {{".env", "DATABASE_URL=postgres://app:app@localhost:5432/app\n"},
       {"compose.yml", "services:\n  db:\n    image: postgres:16\n  api:\n    image: api:1\n    env_file: .env\n"}});
  EXPECT_EQ(found(inside, "compose-agreement"),
            Texts({"compose-agreement fail .env:1 | DATABASE_URL - localhost in a file that compose gives to a "
                   "container, where it is the container itself"}));
}

TEST(EnvRules, SayWhoElseCanSeeTheFile) {
  const Surrounded repository(
      {{".env", "A=1\n"}, {".env.production", "A=1\n"}, {".env.staging", "A=1\n"}, {".gitignore", ".env\n"}});
  const std::string tree = repository.repository().tree();
  const auto git = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "git");
    ASSERT_TRUE(run_process(arguments, tree, "", std::chrono::seconds(20), [](std::string_view) {}));
  };
  git({"init", "-q"});
  git({"add", "-f", ".env.production"});
  ASSERT_EQ(::chmod((tree + "/.env").c_str(), 0622), 0);
  ASSERT_EQ(::chmod((tree + "/.env.production").c_str(), 0600), 0);
  ASSERT_EQ(::chmod((tree + "/.env.staging").c_str(), 0644), 0);
  EXPECT_EQ(
      found(repository, "file-safety"),
      Texts({"file-safety fail .env | others may write it (mode 0622)",
             "file-safety fail .env.production | git tracks it: whoever has the repository has its values",
             "file-safety warn .env.staging | git does not ignore it: the next 'git add' of everything takes it in",
             "file-safety warn .env.staging | others on this machine may read it (mode 0644)"}));
}

TEST(EnvRules, DoNotShowAKeyThatWasPastedWithoutQuotes) {
  const Surrounded repository(
      {{".env",
        "PRIVATE_KEY=-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7\n"
        "aB3dEf9hIjKlMnOp==\n-----END PRIVATE KEY-----\nPORT=1\n"}});
  const auto lines = found(repository, "syntax");
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_TRUE(contains(lines[0], "a key of several lines without quotes"));
  const Surroundings around = repository.around();
  for (const EnvFinding& one : findings_in(around)) {
    EXPECT_FALSE(contains(one.seen, "aB3dEf9h")) << one.rule;
    EXPECT_FALSE(contains(one.seen, "MIIEv")) << one.rule;
  }
}

TEST(EnvRules, DoNotCompareMoreEntriesThanAnybodyWrites) {
  std::string text;
  for (int i = 0; i < 60000; ++i) text += fmt::format("VARIABLE_{}=1\n", i);
  const Surrounded repository({{".env", text}});
  EXPECT_EQ(found(repository, "syntax"), Texts({"syntax fail .env:1 | more than 3000 variables: not looked at"}));
}

TEST(EnvProbe, SaysNothingThatHasToBeHidden) {
  const Surroundings around = faulty_shop().around();
  for (const Outcome& out : run_probes(probe_named("env")->plan(around), around, Deadline(std::chrono::seconds(30)))) {
    EXPECT_GT(out.checks.size(), 60u);
    EXPECT_FALSE(contains(to_line(json_of(out)), "****")) << to_pretty(json_of(out));
  }
}

TEST(EnvProbe, ShowsOneFileOrOneEnvironmentAlone) {
  const Surrounded repository({{".env", "A=1\nA=2\n"}, {".env.staging", "B=1\nB=2\n"}});
  const Surroundings around = repository.around();
  const Probe* probe = probe_named("env");
  ASSERT_NE(probe, nullptr);
  const auto planned = probe->aim(".env.staging", around);
  ASSERT_TRUE(planned);
  const auto outcomes = run_probes(std::vector<Planned>{*planned}, around, Deadline(std::chrono::seconds(20)));
  std::vector<std::string> seen;
  for (const Check& check : outcomes[0].checks)
    if (check.name == "duplicate") seen.push_back(check.source.text());
  EXPECT_EQ(seen, Texts({".env.staging:2"}));
  EXPECT_EQ(outcomes[0].status, Status::fail);
  EXPECT_FALSE(probe->aim("nowhere", around));
}

}  // namespace
}  // namespace fingerpost
