"""The rows of the tiny data package, and what its schema says of their columns."""

CONFIDENCE = {"high": "haute", "medium": "moyenne", "low": "basse"}

TABLES = {
    "organizations": """\
org_id,name,kind,country,founded,parent_id,predecessor_id,source_ids
anthropic,Anthropic,ai-lab,US,2021,,,s-one
cohere,Cohere,startup,CA,2019,,,s-one
echo-lab,Echo Lab,startup,FR,2022-11,,,s-three
google,Google,big-tech,US,1998-09-04,,,s-one
google-brain,Google Brain,ai-lab,US,2011,google,,s-one
google-deepmind,Google DeepMind,ai-lab,GB,2023-04-20,google,google-brain,s-one
namibia-lab,"Lab, Windhoek",ai-lab,NA,,,,s-one
openai,OpenAI,ai-lab,US,2015-12,,,s-one
undisclosed,Undisclosed,none,,,,,s-one
""",
    "sources": """\
source_id,url,title,publisher,original_publisher,published,accessed,kind
s-blog,https://example.org/blog,Blog,Blogger,Blogger,2024-06,2026-11-01,blog
s-one,https://example.org/one,One,Daily,Daily,2024-05-02,2026-11-01,press
s-relay,https://example.org/relay,Relay,Parrot,Daily,2024-05-03,2026-11-01,press
s-three,https://example.org/three,Three,Lab,Lab,2025,2026-11-01,primary
s-two,https://example.org/two?x=1,Two,Weekly,Weekly,,2026-11-01,press
""",
    "moves": """\
move_id,scope,person,origin_id,destination_id,announced,group_size,confidence,source_ids,note
m-001,person,Ann Alpha,google-brain,openai,2019-03,,high,s-one;s-two,
m-002,person,Ann Alpha,openai,anthropic,2021,,medium,s-one;s-relay,
m-003,person,Bo Béta,google,cohere,2021-11,,medium,s-one,
m-004,person,Bo Béta,cohere,google,2024-08-02,,medium,s-two,came back
m-005,group,three researchers,openai,cohere,2023-05/2024-02,3,low,s-blog,
m-006,person,Cy Gamma,undisclosed,openai,,,low,s-blog,
""",
    "flow_ratios": """\
ratio_id,origin_id,destination_id,value,value_low,value_high,period_from,period_to,source_ids
f-1,openai,anthropic,8.2,7,9.5,2024,2025-05,s-one
f-2,google,anthropic,10.6,,,,2025,s-one
""",
    "cohorts": """\
cohort_id,org_id,name_en,closed,members_expected
brain-team,google-brain,The Brain team,false,
openai-founders,openai,Founders of OpenAI,true,2
""",
    "tenures": """\
spell_id,cohort_id,person,org_id,started,ended,destination_id,censored_on,source_ids
t-1,openai-founders,Ann Alpha,openai,2019-03,2021,anthropic,,s-one
t-2,openai-founders,Di Delta,openai,2015-12,,,2026-03-22,s-one
t-3,brain-team,Ann Alpha,google-brain,2016,2018,,,s-two
t-4,brain-team,Ann Alpha,google-brain,2018,2019-03,openai,,s-two
""",
    "spinouts": """\
org_id,origin_ids,founders_total,founders_from_origins,status,status_as_of,outcome_date,\
acquirer_id,outcome_en,outcome_fr,confidence,doubt,source_ids
anthropic,openai;google-brain,3,2,active,2026-03,,,,,high,,s-three
cohere,google-brain,1,1,active,2025-06,,,,,medium,,s-one;s-relay
echo-lab,openai,2,1,acquired,2025-03,2025-02-10,google,Bought by Google,Rachetée par Google,medium,\
approximate,s-three
""",
    "founders": """\
founder_id,org_id,person,origin_id,left_origin,kind,ended,censored_on,confidence,doubt,source_ids
fo-001,anthropic,Ann Alpha,openai,2021,founder,,2026-03-20,high,,s-three
fo-002,anthropic,Eve Epsilon,google-brain,2020-12,founder,2024-05-01,,medium,,s-blog;s-one
fo-003,anthropic,Fay Zeta,undisclosed,,founding-member,,,low,,s-blog
fo-004,cohere,Bo Béta,google-brain,2021-11,founder,2024-08-02,,high,,s-one;s-two
fo-005,echo-lab,Gus Eta,openai,2022-10,founder,,2025-02,low,inferred,s-blog
""",
    "funding_events": """\
event_id,org_id,date,event,round,title_en,title_fr,amount,valuation,currency,basis,share_price,\
cap_per_person,status,part_of_id,buyer_id,confidence,doubt,source_ids
fe-anthropic-2023-1,anthropic,2023-05-23,primary-round,Series C,,,450000000,4100000000,USD,post,,,\
completed,,,high,,s-three
fe-anthropic-2024-1,anthropic,2024-11-22,primary-round,,Commitment,Engagement,4000000000,,USD,,,,\
committed,,,medium,,s-one
fe-anthropic-2024-2,anthropic,2024-11-22,primary-round,,First half,Première moitié,1300000000,,USD,\
,,,completed,fe-anthropic-2024-1,,medium,,s-one
fe-anthropic-2024-3,anthropic,2024-12,primary-round,,Second half,Seconde moitié,2700000000,,USD,,,,\
completed,fe-anthropic-2024-1,,low,approximate,s-one
fe-anthropic-2025-1,anthropic,2025-03,secondary-tender,,,,1000000000,,USD,,56.09,2000000,completed,,,\
low,,s-blog
fe-cohere-2021-1,cohere,2021-09,primary-round,Series A,,,40000000,,USD,,,,completed,,,medium,,s-two
fe-echo-lab-2023-1,echo-lab,2023,primary-round,Seed,,,5000000,4500000,EUR,pre,,,completed,,,medium,\
,s-two
fe-echo-lab-2025-1,echo-lab,2025-02-10,acquisition,,,,25000000,,EUR,,,,completed,,google,high,,\
s-three
""",
    "capital_totals": """\
total_id,org_id,as_of,amount,currency,confidence,doubt,source_ids
ct-anthropic-2024,anthropic,2024-03,4500000000,USD,medium,,s-two
ct-echo-lab-2025,echo-lab,2025-01,5500000,EUR,low,,s-blog
""",
    "compensation": """\
comp_id,org_id,scope,recipient_en,recipient_fr,amount_low,amount_high,currency,date,confidence,\
doubt,source_ids
c-001,openai,person,Di Delta,Di Delta,1900000,1900000,USD,2016,high,,s-three
c-002,echo-lab,group,Engineers,Ingénieurs,90000,120000.5,EUR,2025,medium,,s-two
c-003,google,group,All staff,Tout le personnel,,,,2023,low,,s-blog
""",
    "verifications": """\
verification_id,table,row,checked,verdict
v-01,moves,m-005,2026-11-20,supported
v-02,spinouts,cohere,2026-11-20,wrong
""",
    "exchange_rates": """\
rate_id,currency,year,usd_per_unit,source_ids
eur-2023,EUR,2023,1.0813,s-three
eur-2025,EUR,2025,1.13,s-three
""",
    "jurisdictions": """\
jurisdiction_id,name_en,name_fr,in_id
FR,France,France,
US,United States,États-Unis,
US-CO,Colorado,Colorado,US
""",
    "noncompete_rules": """\
rule_id,jurisdiction_id,effective_from,effective_to,status,standing,earnings_threshold,\
threshold_currency,threshold_basis,threshold_multiple,confidence,doubt,source_ids,\
change,reform_en,reform_fr
nc-fr,FR,,,allowed,in-force,,,,,high,,s-three,,,
nc-us-2024,US,2024-09-04,,banned,not-in-force,,,,,high,,s-three,,,
nc-us-2028,US,2028-01-01,,allowed,announced,50000,USD,yearly-pay,2,high,,s-three,,,
nc-us-co-2022,US-CO,2022-08-10,2024-12-31,income-threshold,in-force,101250,USD,yearly-pay,,high,,\
s-three,,,
nc-us-co-2025,US-CO,2025-01-01,,income-threshold,in-force,127091,USD,yearly-pay,1.5,high,,s-three,,,
""",
}

KEYS = {
    ("organizations", "parent_id"): "organizations.org_id",
    ("organizations", "predecessor_id"): "organizations.org_id",
    ("moves", "origin_id"): "organizations.org_id",
    ("moves", "destination_id"): "organizations.org_id",
    ("flow_ratios", "origin_id"): "organizations.org_id",
    ("flow_ratios", "destination_id"): "organizations.org_id",
    ("cohorts", "org_id"): "organizations.org_id",
    ("tenures", "cohort_id"): "cohorts.cohort_id",
    ("tenures", "org_id"): "organizations.org_id",
    ("tenures", "destination_id"): "organizations.org_id",
    ("spinouts", "org_id"): "organizations.org_id",
    ("spinouts", "acquirer_id"): "organizations.org_id",
    ("founders", "org_id"): "spinouts.org_id",
    ("founders", "origin_id"): "organizations.org_id",
    ("funding_events", "org_id"): "organizations.org_id",
    ("funding_events", "part_of_id"): "funding_events.event_id",
    ("funding_events", "buyer_id"): "organizations.org_id",
    ("capital_totals", "org_id"): "organizations.org_id",
    ("compensation", "org_id"): "organizations.org_id",
    ("jurisdictions", "in_id"): "jurisdictions.jurisdiction_id",
    ("noncompete_rules", "jurisdiction_id"): "jurisdictions.jurisdiction_id",
}
LISTS = {"source_ids": "sources.source_id", "origin_ids": "organizations.org_id"}
DATES = {
    *("founded", "published", "accessed", "announced", "period_from", "period_to"),
    *("started", "ended", "censored_on", "status_as_of", "outcome_date", "left_origin"),
    *("date", "as_of", "effective_from", "effective_to", "checked"),
}
NUMBERS = {
    *("value", "value_low", "value_high", "amount", "valuation", "share_price", "cap_per_person"),
    *("amount_low", "amount_high", "usd_per_unit", "earnings_threshold", "threshold_multiple"),
}
LEAST = {"group_size": 2, "members_expected": 2, "year": 2013, "founders_total": 1}
INTEGERS = {*LEAST, "founders_from_origins"}
UNITS = {"group_size": ("persons", "personnes"), "share_price": ("currency units", "unités")}
REQUIRED = {"name", "url", "person", "scope", "closed", "source_ids", "confidence", "status"}
_DOUBTS = ["approximate", "contradicted", "inferred", "unconfirmed"]
ENUMS = {
    ("organizations", "kind"): ["ai-lab", "big-tech", "startup", "none"],
    ("sources", "kind"): ["primary", "press", "blog"],
    ("moves", "scope"): ["person", "group"],
    ("spinouts", "status"): ["active", "acquired", "license-and-hire", "public", "merged"],
    ("founders", "kind"): ["founder", "founding-member"],
    ("funding_events", "event"): ["primary-round", "secondary-tender", "acquisition"],
    ("funding_events", "basis"): ["pre", "post"],
    ("funding_events", "status"): ["completed", "committed"],
    ("compensation", "scope"): ["person", "group"],
    ("verifications", "verdict"): ["supported", "wrong"],
    ("noncompete_rules", "status"): ["allowed", "banned", "income-threshold"],
    ("noncompete_rules", "standing"): ["in-force", "announced", "not-in-force"],
    **{
        (name, column): values
        for name, text in TABLES.items()
        for column, values in (("confidence", list(CONFIDENCE)), ("doubt", _DOUBTS))
        if column in text.split("\n", 1)[0].split(",")
    },
}
LABELS = {
    "moves": ["person", "origin_id", "destination_id"],
    "funding_events": ["org_id", "title_en", "event", "amount"],
}
"""Columns that tell a reader which row it is."""
