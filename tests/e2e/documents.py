"""The operations of the tutorial, as a console would write them."""

TEMPLATE = "fragment T on AppTemplate { id name displayName state revision changedSincePublished viewerActions }"
VERSION = "fragment V on AppVersion { id version state stateMessage revision viewerActions }"


def mutation(field: str, declared: str, selection: str, *fragments: str, literals: str = "") -> str:
    """A mutation that hands its variables on by name: `mutation("deleteRole", "$id: ID!", "deletedId")`."""
    names = [part.partition(":")[0].strip().removeprefix("$") for part in declared.split(",")]
    given = ", ".join([*(f"{name}: ${name}" for name in names), *([literals] if literals else [])])
    body = f"{field}({given}) {{ {selection} userErrors {{ code message path }} }}"
    return " ".join([f"mutation ({declared}) {{ {body} }}", *fragments])


CREATE_ROLE = mutation("createRole", "$input: CreateRoleInput!", "role { id name permissions }")
CREATE_USER = mutation("createUser", "$input: CreateUserInput!", "user { id username }")
CREATE_WORKSPACE = mutation("createWorkspace", "$input: CreateWorkspaceInput!", "workspace { id name }")
ADD_MEMBER = mutation("addMember", "$input: AddMemberInput!", "membership { id role { name } }")
INSPECT = mutation("inspectChart", "$package: Upload!, $template: ID", "chart { name version description } size digest")
CREATE_TEMPLATE = mutation(
    "createTemplate",
    "$input: CreateTemplateInput!",
    "template { ...T icon { url contentType width } versions { nodes { ...V } } }",
    TEMPLATE,
    VERSION,
)
UPDATE_TEMPLATE = mutation(
    "updateTemplate", "$input: UpdateTemplateInput!", "template { ...T category { name } }", TEMPLATE
)
SET_ICON = mutation("setTemplateIcon", "$id: ID!, $icon: Upload", "template { icon { url width } }")
SET_SCREENSHOTS = mutation(
    "setTemplateScreenshots",
    "$id: ID!, $keep: [String!]!, $add: [Upload!]!",
    "template { screenshots { digest url width } }",
)
CREATE_VERSION = mutation("createVersion", "$input: CreateVersionInput!", "version { ...V }", VERSION)
CREATE_CATEGORY = mutation("createCategory", "$input: CreateCategoryInput!", "category { id name }")


def on_version(field: str, literals: str = "", declared: str = "") -> str:
    """A mutation of a version by id: `on_version("passReview", "phase: TECHNICAL")`."""
    return mutation(field, f"$id: ID!{declared}", "version { ...V }", VERSION, literals=literals)


def on_template(field: str, literals: str = "") -> str:
    """A mutation of a template by id."""
    return mutation(field, "$id: ID!", "template { ...T storeApp { id } }", TEMPLATE, literals=literals)
