#include <gtest/gtest.h>

#include "tests/support/outline.h"

namespace fingerpost {
namespace {

TEST(Ini, YamlUnderAnotherNameIsReadAsYaml) {
  EXPECT_EQ(outline("lanes.cfg",
                    "---\n# Where parcels go.\nlanes:\n  north:\n    size: 4\n  south:\n    size: 7\n"
                    "motd: |\n  Welcome, dear guest!\n    please: wait\nusers:\n  - ann\n"),
            outline("lanes.yml",
                    "---\n# Where parcels go.\nlanes:\n  north:\n    size: 4\n  south:\n    size: 7\n"
                    "motd: |\n  Welcome, dear guest!\n    please: wait\nusers:\n  - ann\n"));
  EXPECT_EQ(outline("lanes.cfg", "[lanes]\nnorth: 4\n  south: 7\n"),
            "setting 'lanes' 1-3\n  setting 'north' 2\n  setting 'south' 3\n");
}

TEST(Yaml, OnlyALineFeedEndsALine) {
  EXPECT_EQ(outline("lanes.yml", "a: \"x\ry\"\r\nb: d \xE2\x80\xA8\nc: e\xC2\x85\nd: f\n"),
            "setting 'a' 1\nsetting 'b' 2\nsetting 'c' 3\nsetting 'd' 4\n");
}

TEST(Compose, ServicesPortsImagesAndVariables) {
  EXPECT_EQ(outline("docker-compose.yml",
                    "services:\n"
                    "  api:\n"
                    "    build: .\n"
                    "    ports:\n"
                    "      - \"127.0.0.1:8080:80/tcp\"\n"
                    "      - target: 9000\n"
                    "        published: 9001\n"
                    "    environment:\n"
                    "      - LOG_LEVEL=info\n"
                    "      - DB_URL=${DB_URL:?set it}\n"
                    "    healthcheck:\n"
                    "      interval: 5s\n"
                    "  db:\n"
                    "    image: postgres:16\n"
                    "    expose: [5432]\n"
                    "volumes:\n"
                    "  data:\n"),
            "setting 'services' 1-15\n"
            "  service 'api' 2-12\n"
            "    setting 'build' 3\n"
            "    setting 'ports' 4-7\n"
            "      port '127.0.0.1:8080:80/tcp' 5 published\n"
            "      port '9001:9000' 6-7 published\n"
            "        setting 'target' 6\n"
            "        setting 'published' 7\n"
            "    setting 'environment' 8-10\n"
            "      variable 'LOG_LEVEL' 9 passed\n"
            "      variable 'DB_URL' 10 required\n"
            "    healthcheck 'healthcheck' 11-12\n"
            "      setting 'interval' 12\n"
            "  service 'db' 13-15\n"
            "    image 'image' 14\n"
            "    setting 'expose' 15\n"
            "      port '5432' 15 exposed\n"
            "setting 'volumes' 16-17\n"
            "  volume 'data' 17\n");
}

TEST(Compose, AVariableRequiredInsideAnotherValueIsAPlaceOfItsOwn) {
  EXPECT_EQ(outline("docker-compose.yml",
                    "services:\n"
                    "  api:\n"
                    "    environment:\n"
                    "      DATABASE_URL: postgres://app:${DB_PASSWORD:?set it}@db/app\n"
                    "      PASSWORD_FILE: ${PASSWORD_FILE:?}\n"
                    "    command: serve --token ${API_TOKEN:?}\n"),
            "setting 'services' 1-6\n"
            "  service 'api' 2-6\n"
            "    setting 'environment' 3-5\n"
            "      variable 'DATABASE_URL' 4 passed\n"
            "        variable 'DB_PASSWORD' 4 required\n"
            "      variable 'PASSWORD_FILE' 5 required\n"
            "    setting 'command' 6\n"
            "      variable 'API_TOKEN' 6 required\n");
}

TEST(Gitlab, ServicesOfAJobAreServices) {
  EXPECT_EQ(outline(".gitlab-ci.yml",
                    "test:\n"
                    "  services:\n"
                    "    - registry.example:5000/cache/redis:7\n"
                    "    - name: postgres:15.8\n"
                    "      alias: db\n"
                    "  script: [make test]\n"),
            "job 'test' 1-6\n"
            "  setting 'services' 2-5\n"
            "    service 'redis' 3\n"
            "    service 'db' 4-5\n"
            "      image 'name' 4\n"
            "      setting 'alias' 5\n"
            "  setting 'script' 6\n"
            "    setting '[0]' 6\n");
}

TEST(Compose, WhatAServiceTakesFromElsewhere) {
  EXPECT_EQ(outline("deploy/compose.yaml",
                    "include:\n"
                    "  - ../monitoring.yml\n"
                    "  - path: [base.yml, more.yml]\n"
                    "services:\n"
                    "  web:\n"
                    "    extends:\n"
                    "      file: common.yml\n"
                    "      service: app\n"
                    "    env_file:\n"
                    "      - .env\n"
                    "      - path: ./web.env\n"
                    "        required: false\n"
                    "    profiles: [debug]\n"
                    "    networks:\n"
                    "      - back\n"
                    "    depends_on: [db]\n"
                    "  db:\n"
                    "    extends: store\n"
                    "    env_file: db.env\n"),
            "setting 'include' 1-3\n"
            "  setting '../monitoring.yml' 2\n"
            "  setting '[1]' 3\n"
            "    setting 'path' 3\n"
            "      setting 'base.yml' 3\n"
            "      setting 'more.yml' 3\n"
            "setting 'services' 4-19\n"
            "  service 'web' 5-16\n"
            "    setting 'extends' 6-8 =common.yml#app\n"
            "      setting 'file' 7\n"
            "      setting 'service' 8\n"
            "    setting 'env_file' 9-12\n"
            "      setting '.env' 10\n"
            "      setting './web.env' 11-12\n"
            "        setting 'path' 11\n"
            "        setting 'required' 12\n"
            "    setting 'profiles' 13\n"
            "      setting 'debug' 13\n"
            "    setting 'networks' 14-15\n"
            "      setting 'back' 15\n"
            "    setting 'depends_on' 16\n"
            "      setting 'db' 16\n"
            "  service 'db' 17-19\n"
            "    setting 'extends' 18 =#store\n"
            "    setting 'env_file' 19 =db.env\n");
}

TEST(Compose, AFileMayOnlyIncludeOthers) {
  EXPECT_EQ(outline("compose.yml", "include: ./base.yml\n"), "setting 'include' 1 =./base.yml\n");
}

TEST(Workflow, JobsStepsAndSecrets) {
  EXPECT_EQ(
      outline(
          ".github/workflows/ci.yml",
          "name: CI\non: [push]\nenv:\n  NODE_VERSION: '20'\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n  "
          "    - uses: actions/checkout@v4\n"
          "      - name: Deploy\n        run: ./deploy\n        env:\n          TOKEN: ${{ secrets.DEPLOY_TOKEN }}\n"),
      "workflow 'CI' 1-13\n"
      "  setting 'name' 1\n"
      "  setting 'on' 2\n"
      "    setting '[0]' 2\n"
      "  setting 'env' 3-4\n"
      "    variable 'NODE_VERSION' 4 passed\n"
      "  setting 'jobs' 5-13\n"
      "    job 'test' 6-13\n"
      "      setting 'runs-on' 7\n"
      "      setting 'steps' 8-13\n"
      "        step 'actions/checkout@v4' 9\n"
      "          setting 'uses' 9\n"
      "        step 'Deploy' 10-13\n"
      "          setting 'name' 10\n"
      "          setting 'run' 11\n"
      "          setting 'env' 12-13\n"
      "            variable 'TOKEN' 13 passed\n");
}

TEST(AlertRules, AreFoundByTheirNames) {
  EXPECT_EQ(outline("rules.yml",
                    "groups:\n  - name: api\n    rules:\n      - alert: HighLatency\n        expr: x > 50\n        "
                    "for: 5m\n        annotations:\n          runbook_url: https://r/x\n"),
            "setting 'groups' 1-8\n"
            "  setting 'api' 2-8\n"
            "    setting 'name' 2\n"
            "    setting 'rules' 3-8\n"
            "      alert 'HighLatency' 4-8\n"
            "        setting 'alert' 4\n"
            "        setting 'expr' 5\n"
            "        setting 'for' 6\n"
            "        setting 'annotations' 7-8\n"
            "          link 'runbook_url' 8\n");
}

TEST(Kubernetes, EveryDocumentIsAnObject) {
  EXPECT_EQ(outline("k8s/web.yaml",
                    "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n---\napiVersion: apps/v1\nkind: "
                    "Deployment\nmetadata:\n  name: web\n"),
            "object 'Service/web' 1-4 =web\n"
            "  setting 'apiVersion' 1\n"
            "  setting 'kind' 2\n"
            "  setting 'metadata' 3-4\n"
            "    setting 'name' 4\n"
            "object 'Deployment/web' 6-9 =web\n"
            "  setting 'apiVersion' 6\n"
            "  setting 'kind' 7\n"
            "  setting 'metadata' 8-9\n"
            "    setting 'name' 9\n");
}

TEST(PackageJson, ScriptsAreCommands) {
  EXPECT_EQ(outline("package.json",
                    "{\n  \"name\": \"shop\",\n  \"scripts\": {\n    \"dev\": \"vite\",\n  },\n  // a comment\n}\n"),
            "setting 'name' 2\n"
            "setting 'scripts' 3-5\n"
            "  command 'dev' 4\n"
            "comment 6\n");
}

TEST(Pyproject, DependenciesAreCalledByTheirNames) {
  EXPECT_EQ(outline("pyproject.toml",
                    "[project]\n"
                    "dependencies = [\n"
                    "  \"uvicorn[standard]>=0.30\",\n"
                    "  \"sqlalchemy == 2.0.35; python_version < '3.13'\",\n"
                    "]\n"
                    "[dependency-groups]\n"
                    "dev = [\"pytest~=8.3\"]\n"),
            "setting 'project' 1-5\n"
            "  setting 'dependencies' 2-5\n"
            "    setting 'uvicorn' 3\n"
            "    setting 'sqlalchemy' 4\n"
            "setting 'dependency-groups' 6-7\n"
            "  setting 'dev' 7\n"
            "    setting 'pytest' 7\n");
}

TEST(OpenApi, OperationsAreNamedByMethodAndPath) {
  EXPECT_EQ(outline("api.yaml", "openapi: 3.0.0\npaths:\n  /users/{id}:\n    get:\n      operationId: getUser\n"),
            "setting 'openapi' 1\n"
            "setting 'paths' 2-5\n"
            "  setting '/users/{id}' 3-5\n"
            "    operation 'GET /users/{id}' 4-5 =getUser\n"
            "      setting 'operationId' 5\n");
}

TEST(Toml, KeysAndTablesHaveTheirLines) {
  EXPECT_EQ(outline("fly.toml", "app = \"x\"\n\n[http_service]\n  internal_port = 8080\n[[services]]\n  port = 1\n"),
            "setting 'app' 1\n"
            "setting 'http_service' 3-4\n"
            "  setting 'internal_port' 4\n"
            "setting 'services' 5-6\n"
            "  setting '[0]' 5-6\n"
            "    setting 'port' 6\n");
}

TEST(Env, NamesAndNeverValues) {
  const std::string text =
      "# --- Database ---\n\n# Where the database is.\nDATABASE_URL=postgres://u:p@h/d\n#OPTIONAL_KEY=1\nexport "
      "TOKEN='a\nb'\nnonsense here\n";
  EXPECT_EQ(outline(".env.example", text),
            "comment 1\n"
            "variable 'DATABASE_URL' 4 declared\n"
            "variable 'OPTIONAL_KEY' 5 declared\n"
            "variable 'TOKEN' 6-7 declared\n");
  const Reading reading = read_text(".env.example", text);
  for (const Place& place : reading.places) EXPECT_TRUE(place.kind == Kind::comment || place.text.empty());
  ASSERT_EQ(reading.findings.size(), 1u);
  EXPECT_EQ(reading.findings[0].line, 8);
}

TEST(Ini, SectionsAndBlocksNest) {
  EXPECT_EQ(outline("nginx.conf", "http {\n  server {\n    listen 80;\n  }\n}\n"),
            "setting 'http' 1-5\n  setting 'server' 2-4\n    setting 'listen' 3\n");
  EXPECT_EQ(
      outline("config/defaults.hjson", "{\n  # Where parcels are.\n  database: {\n    pool: 30\n  }\n  lanes: 4\n}\n"),
      "setting 'database' 3-5\n  setting 'pool' 4\nsetting 'lanes' 6\n");
  EXPECT_EQ(outline("shop.container", "[Container]\nImage=shop:1\n"), "setting 'Container' 1-2\n  setting 'Image' 2\n");
  EXPECT_EQ(outline("setup.cfg", "[tool]\nkey = value\n"), "setting 'tool' 1-2\n  setting 'key' 2\n");
}

TEST(BrokenFiles, YieldWhatCanBeHadAndSayWhere) {
  const std::string yaml =
      "services:\n  redis:\n    image: redis:7\n  broken: [1, 2\n  postgres:\n    image: postgres:16\n";
  const Reading reading = read_text("docker-compose.yml", yaml);
  EXPECT_EQ(broken_promise(reading, yaml), "");
  EXPECT_NE(outline_of(reading).find("service 'postgres' 5-6"), std::string::npos) << outline_of(reading);
  ASSERT_FALSE(reading.findings.empty());
  EXPECT_GE(reading.findings[0].line, 4);

  const Reading json = read_text("a.json", "{\n  \"a\": 1,\n  \"b\": [1, 2\n");
  EXPECT_NE(outline_of(json).find("setting 'a' 2"), std::string::npos);
  EXPECT_FALSE(json.findings.empty());

  const Reading toml = read_text("a.toml", "[x]\nkey = 1\nbad bad\nother = 2\n");
  EXPECT_NE(outline_of(toml).find("setting 'other' 4"), std::string::npos);
  EXPECT_EQ(toml.findings.size(), 1u);
}

TEST(BrokenFiles, WhatIsNotClosedEndsWithTheLastLine) {
  for (const char* text : {"{\"a\": [1,\n", "{\"a\": {\"b\": 1\n\n", "[[1 /* c\n", "{\"a\"\n"}) {
    const Reading reading = read_text("package.json", text);
    EXPECT_EQ(broken_promise(reading, text), "") << text;
    EXPECT_FALSE(reading.findings.empty()) << text;
  }
}

TEST(BrokenFiles, ConflictMarkersDoNotEndWhatTheyStandIn) {
  EXPECT_EQ(outline("app.yaml",
                    "server:\n"
                    "<<<<<<< HEAD\n"
                    "  port: 80\n"
                    "=======\n"
                    "  port: [8080\n"
                    ">>>>>>> feature\n"
                    "  host: web\n"),
            "setting 'server' 1-7\n"
            "  setting 'port' 3\n"
            "  setting 'port' 5\n"
            "  setting 'host' 7\n");
}

TEST(BrokenFiles, AFindingLiesInsideTheFile) {
  const Reading reading = read_text("app.yaml", "a: 1\nb: \"never closed\n");
  ASSERT_FALSE(reading.findings.empty());
  EXPECT_LE(reading.findings[0].line, 2);
}

TEST(Templates, ItemsMayStandAsFarLeftAsTheirKey) {
  EXPECT_EQ(outline("templates/job.yaml",
                    "spec:\n"
                    "  args:\n"
                    "  - name: {{ .Values.first }}\n"
                    "    value: 1\n"
                    "  - name: second\n"
                    "  retries: {{ .Values.retries }}\n"),
            "setting 'spec' 1-6\n"
            "  setting 'args' 2-5\n"
            "    setting '{{ .Values.first }}' 3-4\n"
            "      setting 'name' 3\n"
            "      setting 'value' 4\n"
            "    setting 'second' 5\n"
            "      setting 'name' 5\n"
            "  setting 'retries' 6\n");
}

TEST(Ini, ACommentAtTheEndOfASectionIsAPlace) {
  EXPECT_EQ(outline("app.ini", "[database]\npool = 5\n; the url comes from the environment\n\n[log]\nlevel = info\n"),
            "setting 'database' 1-2\n"
            "  setting 'pool' 2\n"
            "comment 3\n"
            "setting 'log' 5-6\n"
            "  setting 'level' 6\n");
}

TEST(Templates, HelmFilesAreReadByLines) {
  const std::string text =
      "{{- if .Values.on }}\nkind: ConfigMap\ndata:\n  LEVEL: {{ .Values.level | quote }}\n{{- end }}\n";
  const Reading reading = read_text("templates/configmap.yaml", text);
  EXPECT_NE(outline_of(reading).find("setting 'LEVEL' 4"), std::string::npos) << outline_of(reading);
  EXPECT_TRUE(reading.findings.empty());
}

TEST(HostileFiles, KeepThePromises) {
  std::string deep_json(100000, '[');
  std::string deep_yaml;
  for (int i = 0; i < 500; ++i) deep_yaml += std::string(static_cast<std::size_t>(i), ' ') + "a:\n";
  std::string bomb = "a: &a [x,x,x,x,x,x,x,x]\n";
  for (char c = 'b'; c < 'k'; ++c)
    bomb +=
        std::string(1, c) + ": &" + c + " [" + "*" + static_cast<char>(c - 1) + ",*" + static_cast<char>(c - 1) + "]\n";
  const std::pair<const char*, std::string> inputs[] = {{"a.json", deep_json},
                                                        {"a.json", "{\"a\": \"\\ud800\\u\"}"},
                                                        {"a.json", "{\"a\"\n:\n1}"},
                                                        {"a.yaml", deep_yaml},
                                                        {"a.yaml", bomb},
                                                        {"a.yaml", "? [a, b]\n: c\n"},
                                                        {"a.yaml", "a: |\n  text\n\n\nb: 1\n"},
                                                        {"a.yaml", "- - - a\n"},
                                                        {"a.toml", "a = 1\na = 2\n"},
                                                        {"a.toml", "= \n"},
                                                        {".env", "=x\n\"\nA='\n"},
                                                        {"a.ini", "}\n}\n[x\n{\n"},
                                                        {"a.yaml", "\t\tx: 1\n"},
                                                        {"a.json", ""},
                                                        {"a.yaml", std::string(70000, 'a')}};
  for (const auto& [path, text] : inputs)
    EXPECT_EQ(broken_promise(read_text(path, text), text), "") << path << " " << text.substr(0, 30);
}

TEST(Records, ManyEntriesOfOneShapeAreOnePlaceEach) {
  std::string text = "alarms:\n";
  for (int i = 0; i < 30; ++i) {
    const std::string n = std::to_string(i);
    text += "  alarm" + n + ":\n    oid: 1.3.6." + n + "\n    states:\n      on: Raised\n      off: Cleared\n";
  }
  text += "limits:\n  most: 5\n";
  const Reading reading = read_text("profile.yaml", text);
  EXPECT_EQ(broken_promise(reading, text), "");
  ASSERT_EQ(reading.places.size(), 1u + 1 + 30 + 2) << outline_of(reading);
  const Place& third = reading.places[4];
  EXPECT_EQ(third.key, "alarm2");
  EXPECT_EQ(third.line_start, 12);
  EXPECT_EQ(third.line_end, 16);
  EXPECT_EQ(third.text, "1.3.6.2\n    states:\n      on: Raised\n      off: Cleared");
  EXPECT_EQ(reading.places.back().key, "most");
}

TEST(Records, ManyServicesStayServicesWithTheirSettings) {
  std::string text = "services:\n";
  for (int i = 0; i < 30; ++i)
    text += "  s" + std::to_string(i) + ":\n    image: acme/s" + std::to_string(i) + "\n    command: run\n";
  EXPECT_EQ(read_text("docker-compose.yml", text).places.size(), 1u + 1 + 30 * 3);
}

TEST(Records, AFewEntriesOrUnlikeOnesStayConfiguration) {
  std::string few = "jobs:\n";
  for (int i = 0; i < 8; ++i) few += "  - name: j" + std::to_string(i) + "\n    every: 5m\n";
  EXPECT_EQ(read_text("a.yaml", few).places.size(), 1u + 1 + 8 * 3);
  std::string unlike = "settings:\n";
  for (int i = 0; i < 30; ++i)
    unlike += "  part" + std::to_string(i) + ":\n    a" + std::to_string(i) + ": 1\n    b" + std::to_string(i) +
              ": 2\n    c" + std::to_string(i) + ": 3\n    d" + std::to_string(i) + ": 4\n";
  EXPECT_EQ(read_text("a.yaml", unlike).places.size(), 1u + 1 + 30 * 5);
}

}  // namespace
}  // namespace fingerpost
