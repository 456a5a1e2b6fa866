// Clang speaks of an extension before C23; every compiler that Swift 6.2 brings has it.
#pragma clang diagnostic ignored "-Wc23-extensions"

#include "CBundle.h"

// A file of the repository, under the path by which Evoke's code asks for it.
#define START(symbol) static const unsigned char symbol[] = {
#define END(symbol) };

START(panas)
#embed "../../Data/instruments/panas.yaml"
END(panas)
START(emotionbench_study)
#embed "../../Data/studies/emotionbench/study.yaml"
END(emotionbench_study)
START(emotionbench_situations)
#embed "../../Data/studies/emotionbench/situations.csv"
END(emotionbench_situations)
START(emotionbench_consent)
#embed "../../Data/studies/emotionbench/consent.md"
END(emotionbench_consent)
START(emotionbench_debrief)
#embed "../../Data/studies/emotionbench/debrief.md"
END(emotionbench_debrief)
START(neutral_situations)
#embed "../../Data/situations/neutral.csv"
END(neutral_situations)
START(control_contrasts)
#embed "../../Data/studies/control/contrasts.yaml"
END(control_contrasts)
START(control_consent)
#embed "../../Data/studies/control/consent.md"
END(control_consent)
START(control_debrief)
#embed "../../Data/studies/control/debrief.md"
END(control_debrief)
START(emotionbench_2024)
#embed "../../Data/baselines/emotionbench-2024.json"
END(emotionbench_2024)
START(published_emotionbench_2024)
#embed "../../Data/published/emotionbench-2024.json"
END(published_emotionbench_2024)
START(hierarchy_gender)
#embed "../../Data/hierarchies/gender.yaml"
END(hierarchy_gender)
START(hierarchy_year_of_birth)
#embed "../../Data/hierarchies/year_of_birth.yaml"
END(hierarchy_year_of_birth)
START(hierarchy_country)
#embed "../../Data/hierarchies/country.yaml"
END(hierarchy_country)
START(hierarchy_employment)
#embed "../../Data/hierarchies/employment.yaml"
END(hierarchy_employment)
START(hierarchy_education)
#embed "../../Data/hierarchies/education.yaml"
END(hierarchy_education)
START(release_emotionbench_2024)
#embed "../../Data/releases/emotionbench-2024.yaml"
END(release_emotionbench_2024)
START(release_load_py)
#embed "../Release/resources/load.py"
END(release_load_py)
START(release_load_r)
#embed "../Release/resources/load.R"
END(release_load_r)
START(release_licences)
#embed "../Release/resources/licences.csv"
END(release_licences)
START(release_readme)
#embed "../Release/resources/README.md"
END(release_readme)
START(release_private_baseline)
#embed "../Release/resources/private-baseline.md"
END(release_private_baseline)
START(migration_1)
#embed "../Responses/migrations/0001.sql"
END(migration_1)
START(phrases_english)
#embed "../../survey/interview/phrases/en.yaml"
END(phrases_english)
START(phrases_german)
#embed "../../survey/interview/phrases/de.yaml"
END(phrases_german)
START(phrases_french)
#embed "../../survey/interview/phrases/fr.yaml"
END(phrases_french)
START(phrases_spanish)
#embed "../../survey/interview/phrases/es.yaml"
END(phrases_spanish)
START(phrases_chinese)
#embed "../../survey/interview/phrases/zh-Hans.yaml"
END(phrases_chinese)
START(phrases_arabic)
#embed "../../survey/interview/phrases/ar.yaml"
END(phrases_arabic)
START(web_style)
#embed "../../survey/web/assets/survey.css"
END(web_style)
START(web_script)
#embed "../../survey/web/assets/survey.js"
END(web_script)

#define FILE(path, symbol) { path, symbol, sizeof symbol }

static const CBundledFile files[] = {
  FILE("instruments/panas.yaml", panas),
  FILE("studies/emotionbench/study.yaml", emotionbench_study),
  FILE("studies/emotionbench/situations.csv", emotionbench_situations),
  FILE("studies/emotionbench/consent.md", emotionbench_consent),
  FILE("studies/emotionbench/debrief.md", emotionbench_debrief),
  FILE("situations/neutral.csv", neutral_situations),
  FILE("studies/control/contrasts.yaml", control_contrasts),
  FILE("studies/control/consent.md", control_consent),
  FILE("studies/control/debrief.md", control_debrief),
  FILE("baselines/emotionbench-2024.json", emotionbench_2024),
  FILE("published/emotionbench-2024.json", published_emotionbench_2024),
  FILE("hierarchies/gender.yaml", hierarchy_gender),
  FILE("hierarchies/year_of_birth.yaml", hierarchy_year_of_birth),
  FILE("hierarchies/country.yaml", hierarchy_country),
  FILE("hierarchies/employment.yaml", hierarchy_employment),
  FILE("hierarchies/education.yaml", hierarchy_education),
  FILE("releases/emotionbench-2024.yaml", release_emotionbench_2024),
  FILE("release/load.py", release_load_py),
  FILE("release/load.R", release_load_r),
  FILE("release/licences.csv", release_licences),
  FILE("release/README.md", release_readme),
  FILE("release/private-baseline.md", release_private_baseline),
  FILE("migrations/0001.sql", migration_1),
  FILE("phrases/en.yaml", phrases_english),
  FILE("phrases/de.yaml", phrases_german),
  FILE("phrases/fr.yaml", phrases_french),
  FILE("phrases/es.yaml", phrases_spanish),
  FILE("phrases/zh-Hans.yaml", phrases_chinese),
  FILE("phrases/ar.yaml", phrases_arabic),
  FILE("web/assets/survey.css", web_style),
  FILE("web/assets/survey.js", web_script),
};

CBundledFile CBundleFile(size_t index) {
  if (index < sizeof files / sizeof files[0]) return files[index];
  return (CBundledFile){ 0 };
}
