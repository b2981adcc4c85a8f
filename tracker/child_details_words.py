"""Word lists for `child_details`: first names, words that are no names, postcode areas.

The names are common ones of children in Scotland, written down from general knowledge. Left out on
purpose: names that are also months, council areas or localities (April, Angus, Skye, Harris) and
words that begin sentences of plans (Will, Mark, Grace, Hope).
"""

FIRST_NAMES = frozenset(
    """
    Aaron Abbie Abby Abdul Abigail Adam Adrian Ahmed Aidan Aiden Aileen Ailsa Aisha Aiza Alana
    Alasdair Alastair Alba Albert Alec Alex Alexa Alexander Alexandra Alfie Ali Alice Alicia
    Alina Alisha Alistair Aliyah Allan Alyssa Amaan Amber Amelia Amelie Amina Amir Amy Ana
    Anastasia Andrei Andrew Andrzej Angel Angela Angelina Anna Annie Antoni Anya Archie Aria
    Arlo Arthur Arya Ashley Ashton Aurora Ava Ayaan Ayesha Ayla Bailey Barry Beau Bella Ben
    Benjamin Beth Bethany Billy Blair Blake Bonnie Bradley Brandon Brodie Brody Brooke Bruce
    Bryan Caitlin Caitlyn Calum Callum Cameron Cara Carly Carter Catherine Catriona Charley
    Charlie Charlotte Chelsea Chloe Christopher Ciara Claire Clara Cody Cole Colin Connor
    Conor Cooper Corey Cora Courtney Daisy Damian Daniel Danielle Danny Daria Darren David
    Declan Demi Denis Dominik Dominic Douglas Duncan Dylan Eilidh Elena Eli Elias Elijah Eliza
    Elizabeth Ella Elle Ellie Elliot Elliott Ellis Elsie Emil Emilia Emily Emma Emmy Eric Erin
    Esme Ethan Euan Eva Evan Eve Evelyn Evie Ewan Ezra Fatima Fergus Filip Finlay Finley Finn
    Fiona Florence Frances Francesca Frankie Fraser Freddie Frederick Freya Gabriel Gabriela
    Gary Gemma George Georgia Georgie Gordon Gracie Graham Gregor Hamish Hamza Hana Hanna
    Hannah Harley Harper Harriet Harrison Harry Harvey Hassan Hayley Heather Heidi Helen Henry
    Hollie Holly Hugo Hunter Ian Ibrahim Imogen Innes Iqra Irina Isaac Isabella Isabelle Isla
    Islay Ivan Ivy Jack Jackson Jacob Jade Jake Jakub James Jamie Jan Jasmine Jason Jaxon Jay
    Jayden Jenna Jennifer Jenny Jess Jessica Jessie Joanna Jodie Joe Joel John Jonathan Jordan
    Joseph Josh Joshua Jude Julia Julian Junior Kacper Kai Kaitlyn Kara Karen Karl Karolina
    Kate Katherine Kathryn Katie Kayden Kayla Kayleigh Keira Keiran Kelsey Kenneth Kenzie Kerr
    Kevin Khadija Kieran Kimberley Kirsten Kirsty Kian Kyla Kyle Lacey Lachlan Layla Laura
    Lauren Lena Leah Lee Lennon Leo Leon Leona Levi Lewis Lexi Liam Libby Lily Lilly Linda
    Lisa Logan Lola Lottie Louie Louis Louisa Louise Luca Lucas Lucia Lucy Luka Lukas Luke
    Luna Lyla Lynn Maciej Maddison Madison Maia Maisie Maja Malak Malcolm Marcel Marcus Maria
    Marta Martin Martyna Mary Maryam Mason Mateusz Matilda Matthew Maya Max Maxim Megan
    Melissa Mia Michael Michal Michelle Mikolaj Mila Millie Milly Milo Miriam Mohamed Mohammad
    Mohammed Molly Morgan Muhammad Murdo Murray Mya Myla Naomi Natalia Natalie Nathan Neil
    Niall Niamh Nicholas Nicola Nicole Nikola Nina Noah Noor Nora Oleksandr Oliver Olivia
    Ollie Omar Orla Oscar Oskar Owen Paige Patrick Patryk Paul Penelope Penny Peter Philip
    Phoebe Piotr Polina Poppy Quinn Rachel Rayan Rebecca Reece Reggie Reuben Rhys Rian Riley
    Robbie Robert Robyn Roman Ronan Rory Rosie Rowan Ruaridh Ruairidh Ruby Ryan Saad Saif
    Sadie Salma Sam Samantha Samuel Sana Sandra Sara Sarah Scarlett Scott Sean Sebastian
    Shannon Sienna Simon Sofia Sofija Solomon Sonia Sophia Sophie Stella Stephanie Stephen
    Steven Stuart Summer Svetlana Szymon Tamara Tara Taylor Teddy Teigan Theo Theodore Thomas
    Tiffany Tilly Toby Tom Tommy Tyler Victoria Viktoria Wiktor Wiktoria William Willow
    Wojciech Yasmin Yusuf Zac Zach Zachary Zain Zainab Zak Zara Zoe Zofia Zuzanna
    """.split()  # noqa: SIM905 — a list of words reads better as words
)

# Capitalised words before “aged 8” or behind “7-year-old” that name a group, a place or a thing.
NO_NAMES = frozenset(
    """
    a all and anyone apprentices babies boys british care carers child children city cohort
    council data each english european every everyone families fife for from girls glasgow
    group groups highland his her household households in individuals indicator infants
    kinship learners measure men moray number of on one or our outcome parents partnership
    patients people percentage person persons phase plan polish population proportion pupils
    rate residents school scotland scottish siblings some step students syrian table teenagers
    the their them these they those total uk ukrainian unaccompanied we welsh when where who
    with women year years young youngsters youth youths currently mostly usually now was were
    being aged
    """.split()  # noqa: SIM905 — a list of words reads better as words
)

# The letters that begin a postcode of the United Kingdom.
AREAS = frozenset(
    """
    AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT
    DY E EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA
    LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE
    SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV
    YO ZE
    """.split()  # noqa: SIM905 — a list of words reads better as words
)

# Mail providers of private people; an address at a council, a health board or a charity is work.
PRIVATE_MAIL = frozenset(
    """
    aol.com blueyonder.co.uk btinternet.com gmail.com gmx.com googlemail.com hotmail.co.uk
    hotmail.com icloud.com live.co.uk live.com mac.com mail.com me.com msn.com outlook.com
    proton.me protonmail.com sky.com talktalk.net tiscali.co.uk virginmedia.com yahoo.co.uk
    yahoo.com ymail.com
    """.split()  # noqa: SIM905 — a list of words reads better as words
)
