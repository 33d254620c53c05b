"""scim2-server: people and those who are gone."""
from driving import call, same, secret, stored, sync

secret("token", "made-up-token")
token = {"Authorization": "Bearer made-up-token"}


def source():
    body, _ = call("GET", "/v2/Users?count=1000", headers=token)
    return {user["id"]: (user["name"]["givenName"], user["emails"][0]["value"],
                         "active" if user["active"] else "terminated") for user in body["Resources"]}


columns = ["first_name", "work_email", "employment_status"]
sync()
same(source(), stored("employee", columns), "first sync")
for key in list(source())[:5]:
    call("DELETE", "/v2/Users/" + key, headers=token)
sync()
same(source(), stored("employee", columns), "after deletions")
