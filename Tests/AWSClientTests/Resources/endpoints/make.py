"""Prints endpoints.tsv: the addresses that botocore's endpoint rule sets give. Run with botocore installed."""

import itertools

import botocore
import botocore.session
from botocore.endpoint_provider import EndpointProvider

SERVICES = {"sts": "sts", "sso": "sso", "sso_oidc": "sso-oidc", "signin": "signin", "iam": "iam"}
# One region of each partition, and names that are in no list.
EVERYWHERE = [
    "us-east-1", "cn-north-1", "us-gov-west-1", "eusc-de-east-1", "us-iso-east-1", "us-isob-east-1",
    "eu-isoe-west-1", "us-isof-south-1", "eu-moon-12", "us-gov-north-1", "cn-moon-1", "eusc-fr-west-1", "moon-1",
    "us-east-1a",
]

session = botocore.session.get_session()
loader = session.get_component("data_loader")
partitions = loader.load_data("partitions")
regions = sorted(
    name for part in partitions["partitions"] for name in part["regions"] if not name.endswith("-global")
)


def rows():
    for service, model in SERVICES.items():
        rules = EndpointProvider(loader.load_service_model(model, "endpoint-rule-set-1"), partitions)
        for region, fips, dual in itertools.product(sorted({*EVERYWHERE, *regions}), (False, True), (False, True)):
            if region not in EVERYWHERE and (service != "sts" or fips or dual):
                continue
            found = rules.resolve_endpoint(Region=region, UseFIPS=fips, UseDualStack=dual, **(
                {"UseGlobalEndpoint": False} if service == "sts" else {}))
            schemes = found.properties.get("authSchemes", [])
            signing = schemes[0].get("signingRegion", region) if schemes else region
            yield service, region, "fips" if fips else "-", "dual" if dual else "-", found.url, signing


print(f"# botocore {botocore.__version__}, by make.py: service, region, FIPS, dual-stack, URL, signing region")
for row in rows():
    print("\t".join(row))
